import { CardFactory } from 'botbuilder';
import type { Activity, CloudAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { requestCard } from '../../cards/request.card.ts';
import { noticeText } from '../../cards/notice.view.ts';
import { speakerTo } from '../../dialogs/turn.ts';
import type { PersonKey, RequestId } from '../core/identity.ts';
import type { CardLedger, Contact, ContactBook, PartyCard, RequestStore } from '../core/ports.ts';
import type { Request } from '../core/request.ts';
import type { Step } from '../core/execution.ts';
import { referenceOf } from './sender.ts';
import { whyUndeliverable } from './undeliverable.ts';

export interface NotifierSettings {
  adapter: CloudAdapter;
  botId: string;
  requests: RequestStore;
  ledger: CardLedger;
  contacts: ContactBook;
  /** Hears of everybody whose chat takes nothing any more. */
  notReached: (id: RequestId, who: PersonKey) => Promise<void>;
  log: Logger;
}

interface Delivery {
  request: Request;
  steps: Step[];
  card: PartyCard;
  contact: Contact;
}

async function showCard(
  context: TurnContext,
  { request, steps, card, contact }: Delivery,
): Promise<string | undefined> {
  const shown = requestCard({ request, steps, reader: card.role, party: card.party }, speakerTo(contact));
  const activity: Partial<Activity> = {
    type: 'message',
    attachments: [CardFactory.adaptiveCard(shown.content)],
    summary: shown.fallbackText,
  };
  if (card.activityId === undefined) return (await context.sendActivity(activity))?.id;
  await context.updateActivity({ ...activity, id: card.activityId });
  return card.activityId;
}

async function tell(context: TurnContext, { request, card, contact }: Delivery): Promise<boolean> {
  const text = noticeText(request, card, speakerTo(contact));
  if (text === undefined) return false;
  await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
  return true;
}

/** What will never work counts as done, so that nobody tries for ever. */
async function orGiveUp<T>(
  settings: NotifierSettings,
  { request, card }: Delivery,
  what: 'new' | 'update',
  work: () => Promise<T>,
  instead: T,
) {
  try {
    return await work();
  } catch (error) {
    const why = whyUndeliverable(error, what);
    if (why === undefined) throw error;
    settings.log.warn({ requestId: request.id, role: card.role }, 'a card cannot be delivered');
    if (why === 'chat') await settings.notReached(request.id, card.party);
    return instead;
  }
}

type Part = (context: TurnContext, settings: NotifierSettings, delivery: Delivery) => Promise<void>;

const bringCard: Part = async (context, settings, delivery) => {
  const { request, card } = delivery;
  if (card.shownVersion >= request.version) return;
  const { activityId: before } = card;
  const what = before === undefined ? 'new' : 'update';
  const activityId = await orGiveUp(settings, delivery, what, () => showCard(context, delivery), before);
  await settings.ledger.save({ ...card, activityId, shownVersion: request.version });
};

const bringWords: Part = async (context, settings, delivery) => {
  const { request, card } = delivery;
  if (card.toldVersion >= request.version) return;
  const told = await orGiveUp(settings, delivery, 'new', () => tell(context, delivery), true);
  if (told) await settings.ledger.save({ ...card, toldVersion: request.version });
};

/**
 * What went wrong, if anything. A card that cannot be shown keeps nobody from being told. Caught inside the turn: what
 * leaves it ends at the error boundary, which talks to people.
 */
async function bring(settings: NotifierSettings, delivery: Delivery): Promise<unknown[]> {
  const { adapter, botId } = settings;
  const failures: unknown[] = [];
  await adapter.continueConversationAsync(botId, referenceOf(delivery.contact), async (context) => {
    for (const part of [bringCard, bringWords]) {
      await part(context, settings, delivery).catch((error: unknown) => failures.push(error));
    }
  });
  return failures;
}

/** Whatever is wrong with one person's contact or turn, the others get their cards. */
async function deliver(settings: NotifierSettings, delivery: Omit<Delivery, 'contact'>): Promise<unknown[]> {
  try {
    const contact = await settings.contacts.find(delivery.card.party);
    return contact ? await bring(settings, { ...delivery, contact }) : [];
  } catch (error) {
    return [error];
  }
}

/**
 * Brings every party's card of a request up to what is stored now, and tells the requester in words what they wait for.
 * Always renders the latest version, so a late run never shows something older. Fails as a whole only after everybody
 * was tried; the queue then tries again, and skips who is up to date.
 */
export function createNotifier(settings: NotifierSettings): (id: RequestId) => Promise<void> {
  const { requests, ledger } = settings;
  return async (id) => {
    const request = await requests.find(id);
    if (!request) return;
    const steps = await requests.readSteps(id);
    const failures: unknown[] = [];
    for (const card of await ledger.cardsOf(id)) {
      failures.push(...(await deliver(settings, { request, steps, card })));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some cards were not delivered');
  };
}
