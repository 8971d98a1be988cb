import { z } from 'zod';
import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import template from './templates/choice.json' with { type: 'json' };

export const choiceOption = z.object({ value: z.string(), title: z.string(), detail: z.string() });
export type ChoiceOption = z.infer<typeof choiceOption>;

/** One question with at most ten answers, each a row to click. */
export function choiceCard(
  view: { choiceId: string; question: string; options: readonly ChoiceOption[] },
  speaker: Speaker,
): Card {
  const options = view.options.map((option) => `${option.title} (${option.detail})`);
  return fillCard(template, {
    locale: speaker.locale,
    ...view,
    cancel: speaker.say('choice.cancel'),
    fallbackText: speaker.say('choice.fallback', { question: view.question, options: speaker.list(options) }),
  });
}
