import type { Speaker } from '../locales/speaker.ts';
import { samePerson } from '../src/core/identity.ts';
import type { PersonKey } from '../src/core/identity.ts';
import type { Page } from '../src/core/ports.ts';
import type { Request } from '../src/core/request.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { planTitle } from './impact.view.ts';
import { planSpeaker } from './plan-speaker.ts';
import { stateLook } from './state.view.ts';
import template from './templates/request-list.json' with { type: 'json' };
import { requestList } from './verbs.ts';
import type { RequestList } from './verbs.ts';

/** How many requests stand on one card; the others are a click away. */
export const REQUESTS_SHOWN = 5;
const TITLE_LENGTH = 140;

export interface RequestListView extends Page<Request> {
  list: RequestList;
  reader: PersonKey;
  /** How many newer ones come before those shown. */
  offset: number;
  /** The reader did not say which list: this one is shown because nothing waits for them. */
  nothingWaits: boolean;
}

/** Who and when: an approver needs to know how long there is, or what they said; a requester how long ago it was. */
function detailText(request: Request, { list, reader }: RequestListView, speaker: Speaker): string {
  const asked = speaker.dateTime(request.createdAt);
  if (list === 'mine') return speaker.say('requests.mine.detail', { at: asked });
  const requester = shownName(request.requester.displayName);
  if (list === 'waiting') {
    return speaker.say('requests.waiting.detail', { requester, at: speaker.dateTime(request.approvalExpiresAt) });
  }
  const own = request.decisions.findLast((made) => samePerson(made.by, reader));
  if (!own) return speaker.say('requests.asked.detail', { requester, at: asked });
  return speaker.say(`requests.asked.${own.verdict}`, { requester, at: speaker.dateTime(own.at) });
}

function rowView(request: Request, view: RequestListView, speaker: Speaker): Record<string, string> {
  const whole = planTitle(request.plan, speaker);
  const title = whole.length > TITLE_LENGTH ? shownText(whole, TITLE_LENGTH) : whole;
  const state = planSpeaker(request.plan, speaker).say(`request.state.${request.state}`);
  const detail = detailText(request, view, speaker);
  const label = speaker.say('requests.row', { title, state, detail });
  return { ...stateLook[request.state], requestId: request.id, title, state, detail, label };
}

function titleText({ list, total, nothingWaits }: RequestListView, speaker: Speaker): string {
  if (total === 0 && nothingWaits) return speaker.say('requests.none');
  return total === 0 ? speaker.say(`requests.${list}.none`) : speaker.say(`requests.${list}.title`, { count: total });
}

interface PageButton {
  title: string;
  list: RequestList;
  offset: number;
}

/** Newer and older ones, where there are some. */
function pageButtons({ list, offset, items, total }: RequestListView, speaker: Speaker): PageButton[] {
  const buttons: PageButton[] = [];
  const newer = Math.max(0, offset - REQUESTS_SHOWN);
  if (offset > 0) buttons.push({ title: speaker.say('requests.newer'), list, offset: newer });
  const next = offset + items.length;
  if (next < total) buttons.push({ title: speaker.say('requests.older'), list, offset: next });
  return buttons;
}

/** The way to the other lists, unless one is known to be empty. */
function otherButtons({ list, nothingWaits }: RequestListView, speaker: Speaker): PageButton[] {
  return requestList.options
    .filter((other) => other !== list && !(nothingWaits && other === 'waiting'))
    .map((other) => ({ title: speaker.say(`requests.${other}.show`), list: other, offset: 0 }));
}

function positionText({ offset, items, total }: RequestListView, speaker: Speaker): string {
  if (items.length === total) return '';
  return speaker.say('requests.position', { from: offset + 1, to: offset + items.length, all: total });
}

function inWords(title: string, note: string, rows: readonly Record<string, string>[], speaker: Speaker): string {
  if (rows.length === 0) return title;
  return speaker.say('requests.fallback', {
    title,
    note,
    rows: speaker.paragraph(rows.map((row) => row['label'] ?? '')),
  });
}

/** A page of requests, each a row that opens the request's own card. Empty, it is one sentence. */
export function requestListCard(view: RequestListView, speaker: Speaker): Card {
  const rows = view.items.map((request) => rowView(request, view, speaker));
  const title = titleText(view, speaker);
  const note = view.nothingWaits && view.total > 0 ? speaker.say('requests.waiting.none') : '';
  return fillCard(template, {
    locale: speaker.locale,
    title,
    note,
    rows,
    position: positionText(view, speaker),
    pages: pageButtons(view, speaker),
    others: otherButtons(view, speaker),
    fallbackText: inWords(title, note, rows, speaker),
  });
}
