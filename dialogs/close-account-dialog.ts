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
import type { Speaker } from '../locales/speaker.ts';
import type { AddressReading } from '../src/core/operations/close-account/read-address.ts';
import type { AccountRealms, Clock } from '../src/core/ports.ts';
import { AddressPrompt } from './address-prompt.ts';
import { cardAnswer, CardPrompt } from './card-prompt.ts';
import { cardActivity } from './say.ts';
import { turnOf } from './turn.ts';

export const CLOSE_ACCOUNT_DIALOG = 'close-account';

export interface CloseAccountSettings {
  realms: AccountRealms;
  clock: Clock;
  /** Whom people are sent to about an account of this organisation. */
  adminContact: string | undefined;
}

/** What people mean by "my account", the likeliest first. */
const kinds = ['work', 'tenant', 'leave', 'personal'] as const;
const kind = z.enum(kinds);

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
  return kinds.map((value) => ({
    value,
    title: speaker.say(`closeAccount.kind.${value}`),
    detail: speaker.say(`closeAccount.kind.${value}Detail`),
  }));
}

async function askKind(step: WaterfallStepContext<object>): Promise<DialogTurnResult> {
  const { speaker } = turnOf(step.context);
  const cardId = randomUUID();
  const question = speaker.say('closeAccount.kind.question');
  const card = choiceCard({ choiceId: cardId, question, options: options(speaker) }, speaker);
  return step.beginDialog('kind', { card, cardId, title: question });
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
