import type { Speaker } from '../locales/speaker.ts';
import type { Page } from '../src/core/ports.ts';
import type { Request } from '../src/core/request.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import { planTitle } from './impact.view.ts';
import { planSpeaker } from './plan-speaker.ts';
import { stateLook } from './state.view.ts';
import template from './templates/request-list.json' with { type: 'json' };
import type { RequestList } from './verbs.ts';

/** How many requests stand on one card; the others are a click away. */
export const REQUESTS_SHOWN = 5;
const TITLE_LENGTH = 140;

export interface RequestListView extends Page<Request> {
  list: RequestList;
  /** How many newer ones come before those shown. */
  offset: number;
  /** The reader did not say which list: this one is shown because nothing waits for them. */
  nothingWaits: boolean;
}

/** Who and when: an approver needs to know how long there is, a requester how long ago it was. */
function detailText(request: Request, list: RequestList, speaker: Speaker): string {
  if (list === 'mine') return speaker.say('requests.mine.detail', { at: speaker.dateTime(request.createdAt) });
  const requester = shownName(request.requester.displayName);
  return speaker.say('requests.waiting.detail', { requester, at: speaker.dateTime(request.approvalExpiresAt) });
}

function rowView(request: Request, list: RequestList, speaker: Speaker): Record<string, string> {
  const whole = planTitle(request.plan, speaker);
  const title = whole.length > TITLE_LENGTH ? shownText(whole, TITLE_LENGTH) : whole;
  const state = planSpeaker(request.plan, speaker).say(`request.state.${request.state}`);
  const detail = detailText(request, list, speaker);
  const label = speaker.say('requests.row', { title, state, detail });
  return { ...stateLook[request.state], requestId: request.id, title, state, detail, label };
}

function titleText({ list, total, nothingWaits }: RequestListView, speaker: Speaker): string {
  if (total === 0 && nothingWaits) return speaker.say('requests.none');
  if (total === 0) return speaker.say(list === 'waiting' ? 'requests.waiting.none' : 'requests.mine.none');
  return speaker.say(list === 'waiting' ? 'requests.waiting.title' : 'requests.mine.title', { count: total });
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

/** The way to the other list, unless it is known to be empty. */
function otherButtons({ list, nothingWaits }: RequestListView, speaker: Speaker): PageButton[] {
  if (list === 'waiting') return [{ title: speaker.say('requests.mine.show'), list: 'mine', offset: 0 }];
  return nothingWaits ? [] : [{ title: speaker.say('requests.waiting.show'), list: 'waiting', offset: 0 }];
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
  const rows = view.items.map((request) => rowView(request, view.list, speaker));
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
