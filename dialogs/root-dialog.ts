import { ComponentDialog, Dialog, DialogTurnStatus } from 'botbuilder-dialogs';
import type { TurnContext } from 'botbuilder';
import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { noteCard } from '../cards/note.card.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { isSettingsAction } from '../cards/verbs.ts';
import type { CardAction } from '../cards/verbs.ts';
import { attempt, ProblemError } from '../src/core/errors.ts';
import type { CardLedger } from '../src/core/ports.ts';
import type { Command, SettingsCommand } from '../src/core/understanding/command.ts';
import type { Intent } from '../src/core/understanding/intent.ts';
import type { Clarify } from '../src/core/understanding/outside-reader.ts';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import type { Workflow } from '../src/core/workflow/deps.ts';
import { answerAtOnce, answerNothing } from './answers.ts';
import type { AnswerSettings } from './answers.ts';
import { answersAboutAccount, CLOSE_ACCOUNT_DIALOG, CloseAccountDialog } from './close-account-dialog.ts';
import type { CloseAccountSettings } from './close-account-dialog.ts';
import { intentOf } from './help.ts';
import { answerLanguageWish } from './language-wish.ts';
import { holdersPage } from './license-holders.ts';
import { LICENSE_IMPACT_DIALOG, LicenseImpactDialog } from './license-impact-dialog.ts';
import { LIST_LICENSES_DIALOG, ListLicensesDialog } from './list-licenses-dialog.ts';
import { doubtIn, intentMeant, meant, MEANING_DIALOG, MeaningDialog } from './meaning-dialog.ts';
import { REMOVE_LICENSES_DIALOG, RemoveLicensesDialog } from './remove-licenses-dialog.ts';
import { REQUEST_ACTION_DIALOG, RequestActionDialog } from './request-action-dialog.ts';
import { recordIfUnheard } from './refused-click.ts';
import { clickRequestList, isRequestListAction, showRequests } from './request-list.ts';
import type { RequestListSettings } from './request-list.ts';
import { say, textIn } from './say.ts';
import { SESSION_DIALOG, SessionDialog } from './session-dialog.ts';
import { clickSettings, showSettings } from './settings.ts';
import { SETTINGS_DIALOG, SettingsDialog } from './settings-dialog.ts';
import { turnOf } from './turn.ts';

export interface RootDialogSettings extends AnswerSettings, Omit<CloseAccountSettings, 'clock'> {
  flow: Workflow;
  connectionName: string;
  /** What a message asks for; the locale is the person's, and counts only where the words do not tell. */
  understand: (text: string, locale: string) => Understanding;
  /** Asked before the person is, where a message allows more than one reading; undefined where nobody is. */
  clarify?: Clarify | undefined;
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
    const { flow, connectionName, ledger, realms, adminContact } = settings;
    this.#lists = { audit: flow.audit, clock: flow.clock, requests: flow.requests, book: flow.book, ledger };
    this.addDialog(new RemoveLicensesDialog(flow, connectionName, this.#lists));
    this.addDialog(new ListLicensesDialog(flow, connectionName));
    this.addDialog(new LicenseImpactDialog(flow, connectionName));
    this.addDialog(new CloseAccountDialog({ realms, adminContact, clock: flow.clock }));
    this.addDialog(new RequestActionDialog(flow, this.#lists));
    this.addDialog(new MeaningDialog());
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
      const result = await work();
      await recordIfUnheard(this.#settings.flow, turnOf(dc.context));
      return result;
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
    if (turn.cardAction) return this.#click(dc, turn.cardAction);
    if (dc.context.activity.type !== 'message') return dc.endDialog();
    if (await answerLanguageWish(this.#settings.flow.contacts, dc.context)) return dc.endDialog();
    const about = this.#settingsMeant(dc.context);
    if (about) return dc.beginDialog(SETTINGS_DIALOG, { about });
    return this.#hear(dc, await this.#clarified(dc.context, this.#understood(dc.context)));
  }

  async #continue(dc: DialogContext): Promise<DialogTurnResult> {
    const { cardAction, startsAnew } = turnOf(dc.context);
    if (startsAnew) {
      await dc.cancelAllDialogs();
      return this.#start(dc);
    }
    if (cardAction?.verb === 'request.undo') await dc.cancelAllDialogs();
    if (cardAction && 'cardVersion' in cardAction) return this.#click(dc, cardAction);
    if (cardAction?.verb === 'help.try') return this.#interrupt(dc, intentOf(cardAction.example));
    if (await this.#look(dc.context, cardAction)) return Dialog.EndOfTurn;
    if (dc.context.activity.type !== 'message' || isAnswer(dc)) return this.#proceed(dc);
    if (await this.#answerAside(dc.context)) return Dialog.EndOfTurn;
    return this.#interrupt(dc, this.#understood(dc.context));
  }

  /** What is said while something is open: an answer to it, a question beside it, or something else instead. */
  async #interrupt(dc: DialogContext, intent: Intent): Promise<DialogTurnResult> {
    if (intent.kind === 'none') return this.#proceed(dc);
    if (await answerAtOnce(this.#settings, dc.context, intent)) return this.#proceed(dc);
    if (intent.kind === 'pending_requests') {
      await showRequests(this.#lists, dc.context, intent.list);
      return Dialog.EndOfTurn;
    }
    await dc.cancelAllDialogs();
    if (intent.kind !== 'cancel') return this.#hear(dc, intent);
    await say(dc.context, turnOf(dc.context).speaker.say('answer.cancelled'));
    return dc.endDialog();
  }

  #understood(context: TurnContext): Understanding {
    const { command, understand } = this.#settings;
    if (command(textIn(context)) === 'asked') return { kind: 'pending_requests', list: 'asked', why: 'command' };
    return understand(textIn(context), turnOf(context).speaker.locale);
  }

  #settingsMeant(context: TurnContext): SettingsCommand | undefined {
    const command = this.#settings.command(textIn(context));
    return command === 'asked' ? undefined : command;
  }

  /** Only for what begins something: while a dialog is open, what is said may be its answer, and stays here. */
  async #clarified(context: TurnContext, understood: Understanding): Promise<Understanding> {
    const { clarify } = this.#settings;
    if (!clarify || !doubtIn(understood)) return understood;
    return clarify(understood, textIn(context), turnOf(context).speaker.locale);
  }

  async #click(dc: DialogContext, action: CardAction): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if ('cardVersion' in action) return dc.beginDialog(REQUEST_ACTION_DIALOG, action);
    if (action.verb === 'help.try') return this.#hear(dc, intentOf(action.example));
    if (!(await this.#look(dc.context, action))) {
      turn.answer = { card: noteCard({ title: '', text: turn.speaker.say('plan.replaced') }, turn.speaker) };
    }
    return dc.endDialog();
  }

  /** A click on a list or on settings belongs to nothing that is open, and leaves it as it is. */
  async #look(context: TurnContext, action: CardAction | undefined): Promise<boolean> {
    const turn = turnOf(context);
    if (isRequestListAction(action)) {
      await clickRequestList(this.#lists, context, action);
      return true;
    }
    if (isSettingsAction(action)) {
      await clickSettings(this.#settings.flow, context, action);
      return true;
    }
    if (action?.verb !== 'holders.page') return false;
    const page = await attempt(() => holdersPage(this.#settings.flow, turn, action));
    turn.answer = page.ok ? { card: page.value } : { text: problemSentence(page.problem, turn.speaker) };
    return true;
  }

  async #hear(dc: DialogContext, intent: Intent | Understanding): Promise<DialogTurnResult> {
    const doubt = 'why' in intent ? doubtIn(intent) : undefined;
    if (doubt) return dc.beginDialog(MEANING_DIALOG, doubt);
    if (await answerAtOnce(this.#settings, dc.context, intent)) return dc.endDialog();
    return this.#route(dc, intent);
  }

  /** Goes on with what is open; when that was the question what somebody meant, with what they meant. */
  async #proceed(dc: DialogContext): Promise<DialogTurnResult> {
    const result = await dc.continueDialog();
    const said = meant.safeParse(result.result);
    return result.status === DialogTurnStatus.complete && said.success
      ? this.#hear(dc, intentMeant(said.data))
      : result;
  }

  /** Answers what can be answered without leaving what is open: the language, and settings for who is signed in. */
  async #answerAside(context: TurnContext): Promise<boolean> {
    const { flow } = this.#settings;
    if (await answerLanguageWish(flow.contacts, context)) return true;
    const about = this.#settingsMeant(context);
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
      case 'license_impact': {
        const { users, products } = intent;
        const wish = { users, products, scope: 'listed', chosenPeople: {}, chosenProducts: {} };
        return dc.beginDialog(LICENSE_IMPACT_DIALOG, wish);
      }
      case 'list_licenses':
        return dc.beginDialog(LIST_LICENSES_DIALOG, intent);
      case 'close_account':
        return dc.beginDialog(CLOSE_ACCOUNT_DIALOG);
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
        await answerNothing(this.#settings, dc.context, textIn(dc.context));
        return dc.endDialog();
    }
  }
}

/** Which account, or an address, is the answer to the question for it, however the words would be understood alone. */
function isAnswer(dc: DialogContext): boolean {
  const { speaker } = turnOf(dc.context);
  return dc.activeDialog?.id === CLOSE_ACCOUNT_DIALOG && answersAboutAccount(textIn(dc.context), speaker);
}

/** The library wraps what a dialog throws in a DialogContextError; the problem is then its cause. */
function problemIn(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof Error && 'error' in error && error.error instanceof ProblemError) return error.error;
  return undefined;
}
