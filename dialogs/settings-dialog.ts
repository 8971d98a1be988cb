import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { ProblemError } from '../src/core/errors.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { showSettings } from './settings.ts';
import { SIGN_IN_DIALOG, SignInDialog } from './sign-in-dialog.ts';
import { turnOf } from './turn.ts';

export const SETTINGS_DIALOG = 'settings';

const options = z.object({ about: z.enum(['away', 'operator']) });

/** "I am away", "pause removals": signs the person in, and shows the card on which they say so. */
export class SettingsDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string) {
    super(SETTINGS_DIALOG);
    this.#flow = flow;
    this.addDialog(
      new WaterfallDialog('steps', [(step) => step.beginDialog(SIGN_IN_DIALOG), (step) => this.#show(step)]),
    );
    this.addDialog(new SignInDialog(flow, connectionName));
    this.initialDialogId = 'steps';
  }

  async #show(step: WaterfallStepContext): Promise<DialogTurnResult> {
    if (step.result !== true) return step.endDialog();
    const assertion = await this.#flow.assertions.current(turnOf(step.context).sender);
    if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
    await showSettings(this.#flow, step.context, assertion, options.parse(step.options).about);
    return step.endDialog();
  }
}
