import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import { planTitle } from '../cards/impact.view.ts';
import { noteCard } from '../cards/note.card.ts';
import { problemSentence } from '../cards/problem-sentence.ts';
import { requestListCard, REQUESTS_SHOWN } from '../cards/request-list.card.ts';
import type { RequestListView } from '../cards/request-list.card.ts';
import { requestCard } from '../cards/request.card.ts';
import type { Card } from '../cards/card.ts';
import type { CardAction, RequestList } from '../cards/verbs.ts';
import { keyOf, samePerson } from '../src/core/identity.ts';
import type { PersonKey, RequestId } from '../src/core/identity.ts';
import type { CardLedger, Page, PartyCard, RequestBook, RequestStore, Slice } from '../src/core/ports.ts';
import type { Request } from '../src/core/request.ts';
import { recordRefusal } from '../src/core/workflow/refusal-entry.ts';
import type { Recorder } from '../src/core/workflow/refusal-entry.ts';
import { cardActivity, say } from './say.ts';
import { turnOf } from './turn.ts';

export interface RequestListSettings extends Recorder {
  requests: Pick<RequestStore, 'find' | 'readSteps'>;
  book: RequestBook;
  ledger: CardLedger;
}

export type RequestListAction = Extract<CardAction, { verb: 'requests.page' | 'requests.open' }>;

export function isRequestListAction(action: CardAction | undefined): action is RequestListAction {
  return action?.verb === 'requests.page' || action?.verb === 'requests.open';
}

type Wanted = Pick<RequestListView, 'list' | 'offset'>;

const pages: Record<RequestList, (book: RequestBook, who: PersonKey, slice: Slice) => Promise<Page<Request>>> = {
  waiting: (book, who, slice) => book.waitingFor(who, slice),
  mine: (book, who, slice) => book.madeBy(who, slice),
  asked: (book, who, slice) => book.broughtTo(who, slice),
};

/** The page as it is now. Requests come and go between two clicks: behind the last one, the last page is shown. */
async function readView(
  { book }: Pick<RequestListSettings, 'book'>,
  reader: PersonKey,
  { list, offset }: Wanted,
): Promise<RequestListView> {
  const slice = { offset, limit: REQUESTS_SHOWN };
  const page = await pages[list](book, reader, slice);
  if (page.items.length === 0 && offset > 0) {
    const last = Math.floor(Math.max(0, page.total - 1) / REQUESTS_SHOWN) * REQUESTS_SHOWN;
    return readView({ book }, reader, { list, offset: Math.min(last, offset - 1) });
  }
  return { ...page, list, reader, offset, nothingWaits: false };
}

/** Answers "what is waiting for me", "my requests" and "what did I approve". Without a name of a list: what waits, or else the sender's own. */
export async function showRequests(
  settings: RequestListSettings,
  context: TurnContext,
  list: RequestList | undefined,
): Promise<void> {
  const { sender, speaker } = turnOf(context);
  let view = await readView(settings, sender, { list: list ?? 'waiting', offset: 0 });
  if (list === undefined && view.total === 0) {
    view = { ...(await readView(settings, sender, { list: 'mine', offset: 0 })), nothingWaits: true };
  }
  await context.sendActivity(cardActivity(requestListCard(view, speaker)));
}

/** A click on a list: another page in its place, or one request as a card of its own. */
export async function clickRequestList(
  settings: RequestListSettings,
  context: TurnContext,
  action: RequestListAction,
): Promise<void> {
  const turn = turnOf(context);
  if (action.verb === 'requests.page') {
    turn.answer = { card: requestListCard(await readView(settings, turn.sender, action), turn.speaker) };
    return;
  }
  const { requestId } = action;
  if (!(await openOwn(settings, context, requestId))) {
    const data = { action: 'open', problem: 'request-unknown' };
    await recordRefusal(settings, { event: 'action-refused', actor: turn.sender, requestId, data });
    return say(context, problemSentence({ kind: 'request-unknown' }, turn.speaker));
  }
  turn.answer = { text: turn.speaker.say('requests.opened') };
}

/**
 * Shows the open request that already asks for the same: its card to those who take part in it, and to other admins how
 * it stands now, if they may ask for all of it (`visible`). To anybody else its number alone.
 */
export async function showPending(
  settings: RequestListSettings,
  context: TurnContext,
  id: RequestId,
  visible: () => Promise<Request | undefined>,
): Promise<void> {
  const { speaker } = turnOf(context);
  await say(context, problemSentence({ kind: 'pending-elsewhere', request: id }, speaker));
  if (await openOwn(settings, context, id)) return;
  const request = await visible();
  if (!request) return;
  const steps = await settings.requests.readSteps(id);
  const view = { request, steps, reader: 'admin', now: settings.clock.now() } as const;
  await context.sendActivity(cardActivity(requestCard(view, speaker)));
}

/** False when the reader takes no part in the request: to them it is as unknown as one that never was. */
async function openOwn(settings: RequestListSettings, context: TurnContext, id: RequestId): Promise<boolean> {
  const found = await findOwn(settings, turnOf(context).sender, id);
  if (found) await openCard(settings, context, found.request, found.role);
  return found !== undefined;
}

type Role = PartyCard['role'];

/** A request that the reader made or was asked to decide; every other is as unknown as one that never was. */
async function findOwn(
  { requests }: RequestListSettings,
  reader: PersonKey,
  id: RequestId,
): Promise<{ request: Request; role: Role } | undefined> {
  const request = await requests.find(id);
  if (!request) return undefined;
  if (samePerson(request.requester, reader)) return { request, role: 'requester' };
  return request.approvers.some((each) => samePerson(each, reader)) ? { request, role: 'approver' } : undefined;
}

async function drawn({ requests }: RequestListSettings, request: Request, role: Role, to: TurnContext): Promise<Card> {
  const steps = await requests.readSteps(request.id);
  const { sender, speaker } = turnOf(to);
  return requestCard({ request, steps, reader: role, party: sender }, speaker);
}

/**
 * Shows a request in a new message, which from now on is the reader's card of it: later states are shown there. The
 * message that was their card before loses its buttons.
 */
async function openCard(
  settings: RequestListSettings,
  context: TurnContext,
  request: Request,
  role: Role,
): Promise<void> {
  const { ledger } = settings;
  const party = keyOf(turnOf(context).sender);
  const before = (await ledger.cardsOf(request.id)).find((each) => samePerson(each.party, party));
  const sent = await context.sendActivity(cardActivity(await drawn(settings, request, role, context)));
  if (!sent?.id) return;
  const fresh = { requestId: request.id, party, role, shownVersion: 0, toldVersion: 0 };
  const card = { ...fresh, ...before, activityId: sent.id };
  await ledger.save({ ...card, shownVersion: request.version });
  await catchUp(settings, context, card, request);
  if (before?.activityId !== undefined) await retire(context, before.activityId, request);
}

/**
 * While the message was on its way the request may have moved on, and the ledger then still names the older message,
 * which was shown the newer version. What the new one shows is brought up to that, and takes its place.
 */
async function catchUp(
  settings: RequestListSettings,
  context: TurnContext,
  card: PartyCard & { activityId: string },
  shown: Request,
): Promise<void> {
  const latest = await settings.requests.find(shown.id);
  if (!latest || latest.version <= shown.version) return;
  const newer = await drawn(settings, latest, card.role, context);
  await context.updateActivity({ ...cardActivity(newer), id: card.activityId });
  await settings.ledger.save({ ...card, shownVersion: latest.version });
  await catchUp(settings, context, card, latest);
}

/** Somebody deleted the message: there are no buttons left to take away. */
const gone = z.object({ statusCode: z.union([z.literal(403), z.literal(404)]) });

async function retire(context: TurnContext, activityId: string, { plan }: Request): Promise<void> {
  const { speaker } = turnOf(context);
  const note = noteCard({ title: planTitle(plan, speaker), text: speaker.say('requests.movedOn') }, speaker);
  try {
    await context.updateActivity({ ...cardActivity(note), id: activityId });
  } catch (error) {
    if (!gone.safeParse(error).success) throw error;
  }
}
