import type { Speaker } from '../locales/speaker.ts';
import type { Person } from '../src/core/identity.ts';
import type { Away } from '../src/core/ports.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownName, shownText } from './foreign-text.ts';
import template from './templates/away.json' with { type: 'json' };

const PEOPLE_SHOWN = 50;
const PROBLEM_LENGTH = 300;

export interface AwayView {
  away: Away | undefined;
  /** Who may stand in. */
  deputies: readonly Person[];
  /** What was refused about the last try; empty the first time. */
  problem: string;
}

function stateText({ away }: AwayView, speaker: Speaker): string {
  if (!away) return speaker.say('away.here');
  const until = speaker.date(away.until);
  if (!away.standIn) return speaker.say('away.until', { until });
  return speaker.say('away.untilWithStandIn', { until, name: shownName(away.standIn.displayName) });
}

/** When somebody who approves is away, and who stands in for them. */
export function awayCard(view: AwayView, speaker: Speaker): Card {
  const title = speaker.say('away.title');
  const state = stateText(view, speaker);
  const deputies = view.deputies.slice(0, PEOPLE_SHOWN).map((each) => ({
    title: speaker.say('plan.preferredOption', { name: shownName(each.displayName), address: each.userPrincipalName }),
    value: each.userId,
  }));
  const problem = shownText(view.problem, PROBLEM_LENGTH);
  return fillCard(template, {
    locale: speaker.locale,
    title,
    state,
    problem,
    isAway: view.away !== undefined,
    untilLabel: speaker.say('away.untilLabel'),
    untilError: speaker.say('away.untilError'),
    standInLabel: speaker.say('away.standInLabel'),
    people: [{ title: speaker.say('away.nobody'), value: 'nobody' }, ...deputies],
    save: speaker.say('away.save'),
    back: speaker.say('away.back'),
    fallbackText: [problem, title, state].filter(Boolean).join(' '),
  });
}
