import type { Speaker } from '../locales/speaker.ts';
import type { Problem } from '../src/core/errors.ts';
import { shownName } from './impact.view.ts';

type MissingRight = Extract<Problem, { kind: 'outside-units' | 'not-in-group' | 'group-too-small' }>;

const kinds: readonly Problem['kind'][] = ['outside-units', 'not-in-group', 'group-too-small'];

/** A right that does not reach far enough: the sentence names the units or the group. */
export function isMissingRight(problem: Problem): problem is MissingRight {
  return kinds.includes(problem.kind);
}

export function missingRightSentence(problem: MissingRight, speaker: Speaker): string {
  if (problem.kind === 'outside-units') {
    const units = speaker.list(problem.units.map(shownName));
    const name = shownName(problem.displayName);
    return speaker.say('problem.outside-units', { count: problem.units.length, units, name });
  }
  const group = shownName(problem.groupName);
  if (problem.kind === 'not-in-group') return speaker.say('problem.not-in-group', { group });
  return speaker.say('problem.group-too-small', { group, count: problem.needed });
}
