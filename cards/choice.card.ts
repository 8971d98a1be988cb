import { z } from 'zod';
import type { Speaker } from '../locales/speaker.ts';
import { fillCard } from './card.ts';
import type { Card } from './card.ts';
import { shownText } from './foreign-text.ts';
import template from './templates/choice.json' with { type: 'json' };

export const choiceOption = z.object({ value: z.string(), title: z.string(), detail: z.string() });
export type ChoiceOption = z.infer<typeof choiceOption>;

const TEXT_LENGTH = 120;
const QUESTION_LENGTH = 300;

interface OptionView extends ChoiceOption {
  /** What a screen reader says for the row: two people of one name differ only in the detail. */
  label: string;
}

function optionView(option: ChoiceOption, speaker: Speaker): OptionView {
  const title = shownText(option.title, TEXT_LENGTH);
  const detail = shownText(option.detail, TEXT_LENGTH);
  return {
    value: option.value,
    title,
    detail,
    label: detail ? speaker.say('choice.option', { title, detail }) : title,
  };
}

/** One question with at most ten answers, each a row to click. */
export function choiceCard(
  view: { choiceId: string; question: string; options: readonly ChoiceOption[] },
  speaker: Speaker,
): Card {
  const options = view.options.map((option) => optionView(option, speaker));
  const question = shownText(view.question, QUESTION_LENGTH);
  const labels = options.map(({ title, detail }) => (detail ? speaker.say('list.detailed', { title, detail }) : title));
  return fillCard(template, {
    locale: speaker.locale,
    choiceId: view.choiceId,
    question,
    options,
    cancel: speaker.say('choice.cancel'),
    fallbackText: speaker.say('choice.fallback', { question, options: speaker.list(labels) }),
  });
}
