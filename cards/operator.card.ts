import type { Speaker } from '../locales/speaker.ts';
import type { Pause } from '../src/core/ports.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownText } from './foreign-text.ts';
import template from './templates/operator.json' with { type: 'json' };

const TEXT_LENGTH = 500;

export interface OperatorView {
  pause: Pause | undefined;
  /** What was refused about the last try; empty the first time. */
  problem: string;
}

/** Whether removals are carried out, and the switch for it. */
export function operatorCard({ pause, problem }: OperatorView, speaker: Speaker): Card {
  const title = speaker.say('operator.title');
  const state = pause
    ? speaker.say('operator.paused', { at: speaker.dateTime(pause.at) })
    : speaker.say('operator.running');
  const shownProblem = shownText(problem, TEXT_LENGTH);
  return fillCard(template, {
    locale: speaker.locale,
    title,
    state,
    problem: shownProblem,
    reason: pause ? speaker.say('request.quote', { text: shownText(pause.reason, TEXT_LENGTH) }) : '',
    isPaused: pause !== undefined,
    reasonLabel: speaker.say('operator.reasonLabel'),
    reasonError: speaker.say('operator.reasonError'),
    pause: speaker.say('operator.pause'),
    resume: speaker.say('operator.resume'),
    fallbackText: [shownProblem, title, state].filter(Boolean).join(' '),
  });
}
