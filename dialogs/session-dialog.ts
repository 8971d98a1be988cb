import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { say } from './say.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const SESSION_DIALOG = 'session';

/** "sign in", asked for by name. */
export class SessionDialog extends ComponentDialog {
  constructor(flow: Workflow, connectionName: string) {
    super(SESSION_DIALOG);
    this.addDialog(new WaterfallDialog('steps', [(step) => step.beginDialog(SIGN_IN_DIALOG), confirmSignIn]));
    this.addDialog(new SignInDialog(flow, connectionName));
    this.initialDialogId = 'steps';
  }
}

async function confirmSignIn(step: WaterfallStepContext): Promise<DialogTurnResult> {
  if (step.result === true) await say(step.context, turnOf(step.context).speaker.say('signIn.done'));
  return step.endDialog();
}
