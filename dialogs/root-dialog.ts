import { ComponentDialog, Dialog } from 'botbuilder-dialogs';
import type { TurnContext } from 'botbuilder';
import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { noteCard } from '../cards/note.card.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { isSettingsAction } from '../cards/verbs.ts';
import { ProblemError } from '../src/core/errors.ts';
import type { CardLedger } from '../src/core/ports.ts';
import type { Command } from '../src/core/understanding/command.ts';
import type { Intent } from '../src/core/understanding/intent.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { answerLanguageWish } from './language-wish.ts';
import { REMOVE_LICENSES_DIALOG, RemoveLicensesDialog } from './remove-licenses-dialog.ts';
import { REQUEST_ACTION_DIALOG, RequestActionDialog } from './request-action-dialog.ts';
import { clickRequestList, isRequestListAction, showRequests } from './request-list.ts';
import type { RequestListSettings } from './request-list.ts';
import { say, textIn } from './say.ts';
import { SESSION_DIALOG, SessionDialog } from './session-dialog.ts';
import { clickSettings, showSettings } from './settings.ts';
import { SETTINGS_DIALOG, SettingsDialog } from './settings-dialog.ts';
import { turnOf } from './turn.ts';

export interface RootDialogSettings {
  flow: Workflow;
  connectionName: string;
  understand: (text: string) => Intent;
  /** What is said as a whole message and is no request. */
  command: (text: string) => Command | undefined;
  /** To know which message is whose card. */
  ledger: CardLedger;
}

/** Decides, for one person's chat, whether a turn continues what is open, interrupts it, or starts something new. */
export class RootDialog extends ComponentDialog {
  readonly #settings: RootDialogSettings;
  readonly #lists: RequestListSettings;

  constructor(settings: RootDialogSettings) {
    super('root');
    this.#settings = settings;
    const { flow, connectionName, ledger } = settings;
    this.#lists = { requests: flow.requests, book: flow.book, ledger };
    this.addDialog(new RemoveLicensesDialog(flow, connectionName, this.#lists));
    this.addDialog(new RequestActionDialog(flow));
    this.addDialog(new SessionDialog(flow, connectionName));
    this.addDialog(new SettingsDialog(flow, connectionName));
  }

  protected override onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#guarded(dc, () => this.#start(dc));
  }

  protected override onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#guarded(dc, () => this.#continue(dc));
  }

  /** An expected problem ends what was open and becomes a sentence; a surprise flies on to the error boundary. */
  async #guarded(dc: DialogContext, work: () => Promise<DialogTurnResult>): Promise<DialogTurnResult> {
    try {
      return await work();
    } catch (error) {
      const problem = problemIn(error);
      if (!problem) throw error;
      await dc.cancelAllDialogs();
      await say(dc.context, problemSentence(problem.problem, turnOf(dc.context).speaker));
      return dc.endDialog();
    }
  }

  async #start(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if (turn.cardAction) return this.#click(dc);
    if (dc.context.activity.type !== 'message') return dc.endDialog();
    if (await answerLanguageWish(this.#settings.flow.contacts, dc.context)) return dc.endDialog();
    const about = this.#settings.command(textIn(dc.context));
    if (about) return dc.beginDialog(SETTINGS_DIALOG, { about });
    return this.#route(dc, this.#settings.understand(textIn(dc.context)));
  }

  async #continue(dc: DialogContext): Promise<DialogTurnResult> {
    const { cardAction } = turnOf(dc.context);
    if (cardAction && 'cardVersion' in cardAction) return this.#click(dc);
    if (await this.#clickAside(dc.context)) return Dialog.EndOfTurn;
    if (dc.context.activity.type !== 'message') return dc.continueDialog();
    if (await this.#answerAside(dc.context)) return Dialog.EndOfTurn;
    return this.#interrupt(dc, this.#settings.understand(textIn(dc.context)));
  }

  /** What is said while something is open: an answer to it, a question beside it, or something else instead. */
  async #interrupt(dc: DialogContext, intent: Intent): Promise<DialogTurnResult> {
    const { speaker } = turnOf(dc.context);
    if (intent.kind === 'none') return dc.continueDialog();
    if (intent.kind === 'help' || intent.kind === 'greeting') {
      await say(dc.context, speaker.say(`answer.${intent.kind}`));
      return dc.continueDialog();
    }
    if (intent.kind === 'pending_requests') {
      await showRequests(this.#lists, dc.context, intent.list);
      return Dialog.EndOfTurn;
    }
    await dc.cancelAllDialogs();
    if (intent.kind !== 'cancel') return this.#route(dc, intent);
    await say(dc.context, speaker.say('answer.cancelled'));
    return dc.endDialog();
  }

  async #click(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if (turn.cardAction && 'cardVersion' in turn.cardAction)
      return dc.beginDialog(REQUEST_ACTION_DIALOG, turn.cardAction);
    if (await this.#clickAside(dc.context)) return dc.endDialog();
    turn.answer = { card: noteCard({ title: '', text: turn.speaker.say('plan.replaced') }, turn.speaker) };
    return dc.endDialog();
  }

  /** A click on a list or on settings belongs to nothing that is open, and leaves it as it is. */
  async #clickAside(context: TurnContext): Promise<boolean> {
    const { cardAction } = turnOf(context);
    if (isRequestListAction(cardAction)) await clickRequestList(this.#lists, context, cardAction);
    else if (isSettingsAction(cardAction)) await clickSettings(this.#settings.flow, context, cardAction);
    else return false;
    return true;
  }

  /** Answers what can be answered without leaving what is open: the language, and settings for who is signed in. */
  async #answerAside(context: TurnContext): Promise<boolean> {
    const { flow, command } = this.#settings;
    if (await answerLanguageWish(flow.contacts, context)) return true;
    const about = command(textIn(context));
    const assertion = about && (await flow.assertions.current(turnOf(context).sender));
    if (!assertion) return false;
    await showSettings(flow, context, assertion, about);
    return true;
  }

  async #route(dc: DialogContext, intent: Intent): Promise<DialogTurnResult> {
    const { sender, speaker } = turnOf(dc.context);
    switch (intent.kind) {
      case 'remove_license': {
        const { users, products, scope } = intent;
        return dc.beginDialog(REMOVE_LICENSES_DIALOG, { users, products, scope, chosenPeople: {}, chosenProducts: {} });
      }
      case 'sign_in':
        return dc.beginDialog(SESSION_DIALOG);
      case 'sign_out':
        await this.#settings.flow.assertions.forget(sender);
        await say(dc.context, speaker.say('signIn.signedOut'));
        return dc.endDialog();
      case 'pending_requests':
        await showRequests(this.#lists, dc.context, intent.list);
        return dc.endDialog();
      case 'cancel':
        await say(dc.context, speaker.say('answer.nothingToCancel'));
        return dc.endDialog();
      default:
        await say(dc.context, speaker.say(`answer.${intent.kind}`));
        return dc.endDialog();
    }
  }
}

/** The library wraps what a dialog throws in a DialogContextError; the problem is then its cause. */
function problemIn(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof Error && 'error' in error && error.error instanceof ProblemError) return error.error;
  return undefined;
}
