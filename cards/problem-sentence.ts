import type { Speaker } from '../locales/speaker.ts';
import type { Problem } from '../src/core/errors.ts';
import { requestState } from '../src/core/request.ts';
import { shownName } from './impact.view.ts';
import { isMissingRight, missingRightSentence } from './missing-right-sentence.ts';
import { noApproverCard } from './no-approver.card.ts';
import { requestNumber } from './request-number.ts';

function alreadySentence(problem: Extract<Problem, { kind: 'already-in-state' }>, speaker: Speaker): string {
  const state = speaker.say(`request.state.${requestState.parse(problem.state)}`);
  if (!problem.by || !problem.at) return speaker.say('problem.already-in-state', { state });
  const by = shownName(problem.by.displayName);
  return speaker.say('problem.already-decided', { by, at: speaker.dateTime(problem.at), state });
}

/** The one place where an expected problem becomes a sentence: what happened, what was not touched, what to do next. */
export function problemSentence(problem: Problem, speaker: Speaker): string {
  if (isMissingRight(problem)) return missingRightSentence(problem, speaker);
  switch (problem.kind) {
    case 'role-missing':
    case 'account-disabled':
      return speaker.say(`problem.${problem.kind}-${problem.who}`);
    case 'already-in-state':
      return alreadySentence(problem, speaker);
    case 'no-approver':
    case 'too-few-approvers':
      return noApproverCard(problem, speaker).fallbackText;
    case 'protected-person':
      return speaker.say('problem.protected-person', { name: shownName(problem.displayName) });
    case 'pending-elsewhere':
      return speaker.say('problem.pending-elsewhere', { number: requestNumber(problem.request) });
    case 'access-blocked':
      return speaker.say('problem.access-blocked', { code: problem.code });
    default:
      return speaker.say(`problem.${problem.kind}`);
  }
}
