import type { Speaker } from '../locales/speaker.ts';
import type { Happening } from '../src/core/history.ts';
import type { Person } from '../src/core/identity.ts';
import type { Request } from '../src/core/request.ts';
import { shownName } from './foreign-text.ts';
import { labelled } from './listed.view.ts';
import { approverNames } from './removal-plan.card.ts';
import { requestNumber } from './request-number.ts';

type NotReached = Extract<Happening, { kind: 'not-reached' }>;

function withNames(text: string, people: readonly Person[], speaker: Speaker): string {
  return labelled(text, approverNames(people, speaker), speaker);
}

function notReachedText({ asked, at: moment, who }: NotReached, speaker: Speaker): string {
  const values = { at: speaker.dateTime(moment), name: shownName(who.displayName) };
  if (asked.length === 0) return speaker.say('request.history.not-reached', values);
  return withNames(speaker.say('request.history.not-reached-asked', values), asked, speaker);
}

/** One thing that happened to a request, in a line. */
export function happeningText(
  happened: Happening,
  { requester: { displayName } }: Pick<Request, 'requester'>,
  speaker: Speaker,
): string {
  const at = speaker.dateTime(happened.at);
  const requester = shownName(displayName);
  switch (happened.kind) {
    case 'escalated':
      return withNames(speaker.say('request.history.escalated', { at }), happened.asked, speaker);
    case 'not-reached':
      return notReachedText(happened, speaker);
    case 'stand-in-asked': {
      const name = shownName(happened.standIn.displayName);
      return speaker.say('request.history.stand-in-asked', {
        at,
        name,
        absent: shownName(happened.absent.displayName),
      });
    }
    case 'undo-asked':
      return speaker.say('request.history.undo-asked', { at, requester, number: requestNumber(happened.request) });
    default:
      return speaker.say(`request.history.${happened.kind}`, { at, requester });
  }
}
