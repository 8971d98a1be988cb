import type { Speaker } from '../locales/speaker.ts';
import type { Request } from '../src/core/request.ts';
import { shownName } from './foreign-text.ts';
import { requestNumber } from './request-number.ts';

/** Everything that happened to a request, oldest first, and its number. */
export function historyLines(request: Request, speaker: Speaker): string[] {
  const { confirmedAt, decisions, finishedAt, reminders, startedAt, stoppedBy } = request;
  const requester = shownName(request.requester.displayName);
  const lines = [speaker.say('request.asked', { requester, at: speaker.dateTime(request.createdAt) })];
  if (reminders > 0) lines.push(speaker.say('request.reminded', { count: reminders }));
  for (const decision of decisions) {
    const key = decision.verdict === 'approve' ? 'request.approved' : 'request.denied';
    lines.push(speaker.say(key, { by: shownName(decision.by.displayName), at: speaker.dateTime(decision.at) }));
  }
  if (confirmedAt) lines.push(speaker.say('request.confirmed', { requester, at: speaker.dateTime(confirmedAt) }));
  if (startedAt) lines.push(speaker.say('request.started', { at: speaker.dateTime(startedAt) }));
  if (stoppedBy && finishedAt) {
    const by = shownName(stoppedBy.displayName);
    lines.push(speaker.say('request.stoppedBy', { by, at: speaker.dateTime(finishedAt) }));
  }
  return [...lines, speaker.say('request.number', { number: requestNumber(request.id) })];
}
