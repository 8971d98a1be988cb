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

/** Sends the card, or edits the message that holds it. */
async function drawCard(context: TurnContext, delivery: Delivery, shortened: boolean): Promise<string | undefined> {
  const { request, steps, card, contact } = delivery;
  const view = { request, steps, reader: card.role, party: card.party, shortened };
  const shown = requestCard(view, speakerTo(contact));
  const activity: Partial<Activity> = {
    type: 'message',
    attachments: [CardFactory.adaptiveCard(shown.content)],
    summary: shown.fallbackText,
  };
  if (card.activityId === undefined) return (await context.sendActivity(activity))?.id;
  await context.updateActivity({ ...activity, id: card.activityId });
  return card.activityId;
}

/** What is too large for the channel goes again at once, without its details. */
async function showCard(context: TurnContext, delivery: Delivery): Promise<string | undefined> {
  try {
    return await drawCard(context, delivery, false);
  } catch (error) {
    if (whyUndeliverable(error, 'update') !== 'size') throw error;
    return drawCard(context, delivery, true);
  }
}

async function tell(context: TurnContext, { request, card, contact }: Delivery): Promise<boolean> {
  const text = noticeText(request, card, speakerTo(contact));
  if (text === undefined) return false;
  await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
  return true;
}

/** A refusal is noted, and is a failure all the same: whoever lets the bot in again still gets the card. */
async function notingRefusals<T>(
  { log, notReached }: NotifierSettings,
  { request, card }: Delivery,
  what: 'new' | 'update',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = whyUndeliverable(error, what);
    if (why !== undefined) log.warn({ requestId: request.id, role: card.role, why }, 'a card was refused');
    if (why === 'chat') await notReached(request.id, card.party);
    throw error;
  }
}

/** A chat that takes something again is one that new requests can count on. */
async function noteReached({ contacts }: NotifierSettings, { contact }: Delivery): Promise<void> {
  if (contact.unreachableSince !== undefined) await contacts.save(contact);
}

type Part = (context: TurnContext, settings: NotifierSettings, delivery: Delivery) => Promise<void>;

const bringCard: Part = async (context, settings, delivery) => {
  const { request, card } = delivery;
  if (card.shownVersion >= request.version) return;
  const what = card.activityId === undefined ? 'new' : 'update';
  const activityId = await notingRefusals(settings, delivery, what, () => showCard(context, delivery));
  await settings.ledger.save({ ...card, activityId, shownVersion: request.version });
  await noteReached(settings, delivery);
};

const bringWords: Part = async (context, settings, delivery) => {
  const { request, card } = delivery;
  if (card.toldVersion >= request.version) return;
  const told = await notingRefusals(settings, delivery, 'new', () => tell(context, delivery));
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
