import { ComponentDialog, OAuthPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { languages } from '../locales/languages.ts';
import { speakerFor } from '../locales/speaker.ts';
import type { UserAssertion } from '../src/core/ports.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { resumeAfterSignIn } from '../src/core/workflow/execute.ts';
import { say } from './say.ts';
import { turnOf } from './turn.ts';

export const SIGN_IN_DIALOG = 'sign-in';

const FIFTEEN_MINUTES = 900_000;

/**
 * Ends with true once the sender is signed in as themselves; with false when they gave up or took too long. Asks for
 * nothing when the sign-in is there already. What waited for the sign-in goes on. No token is kept in dialog state.
 */
export class SignInDialog extends ComponentDialog {
  readonly #flow: Workflow;

  constructor(flow: Workflow, connectionName: string) {
    super(SIGN_IN_DIALOG);
    this.#flow = flow;
    this.addDialog(new WaterfallDialog('steps', [(step) => this.#ask(step), (step) => this.#check(step)]));
    for (const language of languages) this.addDialog(oauthPrompt(language, connectionName));
    this.initialDialogId = 'steps';
  }

  async #ask(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { sender, speaker } = turnOf(step.context);
    const already = await this.#flow.assertions.current(sender);
    if (already) return this.#goOn(step, already);
    const prompt = { type: 'message', attachments: [], summary: speaker.say('signIn.text') };
    return step.beginDialog(promptId(speaker.locale), { prompt, retryPrompt: speaker.say('signIn.waiting') });
  }

  async #check(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { sender, speaker } = turnOf(step.context);
    const assertion = step.result ? await this.#flow.assertions.current(sender) : undefined;
    if (!assertion) {
      await say(step.context, speaker.say('signIn.timedOut'));
      return step.endDialog(false);
    }
    return this.#goOn(step, assertion);
  }

  /** Also where the sign-in came another way, with a click on a card for one: what waits for it must not wait for ever. */
  async #goOn(step: WaterfallStepContext, assertion: UserAssertion): Promise<DialogTurnResult> {
    await resumeAfterSignIn(this.#flow, assertion);
    return step.endDialog(true);
  }
}

function promptId(language: string): string {
  return `oauth-${language}`;
}

/** The prompt's words are fixed when it is made, so there is one for each language. */
function oauthPrompt(language: string, connectionName: string): OAuthPrompt {
  const speaker = speakerFor(language, undefined);
  const settings = { connectionName, title: speaker.say('signIn.title'), text: speaker.say('signIn.text') };
  return new OAuthPrompt(promptId(language), { ...settings, timeout: FIFTEEN_MINUTES, showSignInLink: true });
}
