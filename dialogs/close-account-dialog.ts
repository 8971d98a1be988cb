import { randomUUID } from 'node:crypto';
import { ComponentDialog, WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { z } from 'zod';
import { accountAddressCard } from '../cards/account-address.card.ts';
import { choiceCard } from '../cards/choice.card.ts';
import type { ChoiceOption } from '../cards/choice.card.ts';
import { closeAccountCard } from '../cards/close-account.card.ts';
import type { CloseAccountView } from '../cards/close-account.card.ts';
import { closeTenantCard } from '../cards/close-tenant.card.ts';
import { noteCard } from '../cards/note.card.ts';
import { accountKinds, comparable, languageWords } from '../locales/language-words.ts';
import type { Speaker } from '../locales/speaker.ts';
import { readAddress } from '../src/core/operations/close-account/read-address.ts';
import type { AddressReading } from '../src/core/operations/close-account/read-address.ts';
import type { AccountRealms, Clock } from '../src/core/ports.ts';
import { AddressPrompt } from './address-prompt.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { cardActivity } from './say.ts';
import { turnOf } from './turn.ts';
import { typedAnswers } from './typed-answers.ts';

export const CLOSE_ACCOUNT_DIALOG = 'close-account';

export interface CloseAccountSettings {
  realms: AccountRealms;
  clock: Clock;
  /** Whom people are sent to about an account of this organisation. */
  adminContact: string | undefined;
}

const kind = z.enum(accountKinds);

/**
 * Tells apart which account is meant, and for one's own looks up whether it can be closed. It asks nobody to sign in, and
 * it closes nothing: Microsoft has no interface for that.
 */
export class CloseAccountDialog extends ComponentDialog {
  readonly #settings: CloseAccountSettings;

  constructor(settings: CloseAccountSettings) {
    super(CLOSE_ACCOUNT_DIALOG);
    this.#settings = settings;
    const steps = [askKind, takeKind, (step: WaterfallStepContext) => this.#lookUp(step)];
    this.addDialog(new WaterfallDialog('steps', steps));
    this.addDialog(new CardPrompt('kind'));
    this.addDialog(new AddressPrompt('address'));
    this.initialDialogId = 'steps';
  }

  async #lookUp(step: WaterfallStepContext<object>): Promise<DialogTurnResult> {
    const reading = step.result as AddressReading | undefined;
    if (reading?.kind === 'address') await show(step, await this.#answerFor(step, reading));
    return step.endDialog();
  }

  async #answerFor(
    step: WaterfallStepContext<object>,
    asked: Extract<AddressReading, { kind: 'address' }>,
  ): Promise<CloseAccountView> {
    if (asked.guest) return { kind: 'leave', asked };
    const { adminContact: contact, clock, realms } = this.#settings;
    const found = await realms.find(asked.address, turnOf(step.context).sender);
    if (found.kind !== 'found') return { kind: found.kind, asked };
    return { kind: found.realm, asked, askedAt: clock.now().toISOString(), contact };
  }
}

async function show(step: WaterfallStepContext<object>, view: CloseAccountView): Promise<void> {
  await step.context.sendActivity(cardActivity(closeAccountCard(view, turnOf(step.context).speaker)));
}

function options(speaker: Speaker): ChoiceOption[] {
  return accountKinds.map((value) => ({
    value,
    title: speaker.say(`closeAccount.kind.${value}`),
    detail: speaker.say(`closeAccount.kind.${value}Detail`),
  }));
}

/** How the account is called in any of the languages. */
function namesOf({ value }: ChoiceOption): string[] {
  const chosen = kind.parse(value);
  return [...languageWords.values()].flatMap(({ accounts }) => accounts[chosen]);
}

/** Whether a message is the answer to which account is meant, or holds the address that is asked for. */
export function answersAboutAccount(text: string, speaker: Speaker): boolean {
  const written = comparable(text);
  const names = options(speaker).flatMap((option) => [option.title, option.detail, ...namesOf(option)]);
  return names.some((name) => comparable(name) === written) || readAddress(text).kind !== 'missing';
}

async function askKind(step: WaterfallStepContext<object>): Promise<DialogTurnResult> {
  const { speaker } = turnOf(step.context);
  const cardId = randomUUID();
  const question = speaker.say('closeAccount.kind.question');
  const offered = options(speaker);
  const card = choiceCard({ choiceId: cardId, question, options: offered }, speaker);
  return step.beginDialog('kind', { card, cardId, title: question, typed: typedAnswers(cardId, offered, namesOf) });
}

async function takeKind(step: WaterfallStepContext<object>): Promise<DialogTurnResult> {
  const turn = turnOf(step.context);
  const { action } = cardAnswer.parse(step.result);
  const picked = kind.safeParse(action.verb === 'choice.pick' ? action.option : undefined);
  const title = turn.speaker.say('closeAccount.kind.question');
  const text = picked.success
    ? turn.speaker.say('choice.picked', { title: turn.speaker.say(`closeAccount.kind.${picked.data}`) })
    : turn.speaker.say('plan.cancelled');
  turn.answer = { card: noteCard({ title, text }, turn.speaker) };
  switch (picked.data) {
    case 'work':
      return askAddress(step);
    case 'tenant':
      await step.context.sendActivity(cardActivity(closeTenantCard(turn.speaker)));
      break;
    case 'leave':
      await show(step, { kind: 'leave' });
      break;
    case 'personal':
      await show(step, { kind: 'personal-chosen' });
      break;
    case undefined:
  }
  return step.endDialog();
}

async function askAddress(step: WaterfallStepContext<object>): Promise<DialogTurnResult> {
  const { speaker } = turnOf(step.context);
  const cardId = randomUUID();
  const card = accountAddressCard({ choiceId: cardId, problem: '' }, speaker);
  return step.beginDialog('address', { card, cardId, title: speaker.say('closeAccount.address.question') });
}
