import type { Speaker } from '../locales/speaker.ts';
import type { Request } from '../src/core/request.ts';
import { cut, shownName } from './foreign-text.ts';
import { happeningText } from './happening.view.ts';
import { asTexts } from './listed.view.ts';
import { requestNumber } from './request-number.ts';

/** So many lines stand on the card as they are; of more only the first and the last do, the others behind a click. */
const SHOWN_WHOLE = 6;
const LAST_SHOWN = 3;
/** The most that a click brings up, in lines and in characters: what a card has room for. */
const MIDDLE_SHOWN = 20;
const MIDDLE_LENGTH = 1600;
const LINE_LENGTH = 300;

interface Entry {
  at: string;
  text: string;
  reminder?: boolean;
}

/** What the request's own fields tell. */
function fieldEntries(request: Request, speaker: Speaker): Entry[] {
  const { confirmedAt, createdAt, decisions, finishedAt, plan, startedAt, stoppedBy } = request;
  const requester = shownName(request.requester.displayName);
  const entries: Entry[] = [
    { at: createdAt, text: speaker.say('request.asked', { requester, at: speaker.dateTime(createdAt) }) },
  ];
  if (plan.parent) {
    const removal = { number: requestNumber(plan.parent.requestId), at: speaker.dateTime(plan.parent.removedAt) };
    entries.push({ at: createdAt, text: speaker.say('request.undoes', removal) });
  }
  for (const { at, by, verdict } of decisions) {
    const key = verdict === 'approve' ? 'request.approved' : 'request.denied';
    entries.push({ at, text: speaker.say(key, { by: shownName(by.displayName), at: speaker.dateTime(at) }) });
  }
  if (confirmedAt) {
    const text = speaker.say('request.confirmed', { requester, at: speaker.dateTime(confirmedAt) });
    entries.push({ at: confirmedAt, text });
  }
  if (startedAt)
    entries.push({ at: startedAt, text: speaker.say('request.started', { at: speaker.dateTime(startedAt) }) });
  if (stoppedBy && finishedAt) {
    const by = shownName(stoppedBy.displayName);
    entries.push({ at: finishedAt, text: speaker.say('request.stoppedBy', { by, at: speaker.dateTime(finishedAt) }) });
  }
  return entries;
}

function inOrder(request: Request, speaker: Speaker): Entry[] {
  const others = request.history.map((happened): Entry => ({
    at: happened.at,
    text: happeningText(happened, request, speaker),
    reminder: happened.kind === 'reminded',
  }));
  return [...fieldEntries(request, speaker), ...others].toSorted((a, b) => a.at.localeCompare(b.at));
}

/** Everything that happened to a request, oldest first. Reminders with nothing between them are one line. */
export function historyLines(request: Request, speaker: Speaker): string[] {
  const lines: string[] = [];
  let times: string[] = [];
  for (const { at, reminder, text } of inOrder(request, speaker)) {
    times = reminder ? [...times, speaker.dateTime(at)] : [];
    if (times.length > 1) lines.pop();
    lines.push(times.length > 1 ? speaker.say('request.history.reminded', { at: speaker.list(times) }) : text);
  }
  return lines;
}

/** As many of these lines as a card has room for, counted from the last one. */
function latestInRoom(lines: readonly string[]): string[] {
  let room = MIDDLE_LENGTH;
  const tooLong = lines.findLastIndex((line) => {
    room -= line.length;
    return room < 0;
  });
  return lines.slice(tooLong + 1).slice(-MIDDLE_SHOWN);
}

type Lines = { text: string }[];

/** How a request came to be what it is: whole where it is short, else with a button for what is between. */
export interface HistoryView extends Record<string, unknown> {
  historyStart: Lines;
  historyMiddle: Lines;
  historyEnd: Lines;
  showHistory: string;
}

export function historyView(request: Request, speaker: Speaker): HistoryView {
  const lines = historyLines(request, speaker).map((line) => cut(line, LINE_LENGTH));
  const showHistory = speaker.say('request.showHistory', { all: lines.length });
  const number = speaker.say('request.number', { number: requestNumber(request.id) });
  if (lines.length <= SHOWN_WHOLE) {
    return { historyStart: asTexts(lines), historyMiddle: [], historyEnd: asTexts([number]), showHistory };
  }
  const middle = lines.slice(1, -LAST_SHOWN);
  const latest = latestInRoom(middle);
  const hidden = middle.length - latest.length;
  const left = hidden > 0 ? [speaker.say('request.historyCut', { count: hidden })] : [];
  return {
    historyStart: asTexts(lines.slice(0, 1)),
    historyMiddle: asTexts([...left, ...latest]),
    historyEnd: asTexts([...lines.slice(-LAST_SHOWN), number]),
    showHistory,
  };
}
