import type { ChoiceOption } from '../cards/choice.card.ts';
import type { CardPromptOptions } from './card-prompt.ts';

/** What somebody may write instead of clicking on a choice: a number, a row's own words, or no. */
export function typedAnswers(choiceId: string, options: readonly ChoiceOption[]): CardPromptOptions['typed'] {
  const picks = options.map(({ value, title, detail }) => ({
    titles: [title, detail],
    action: { verb: 'choice.pick' as const, choiceId, option: value },
  }));
  return { no: { verb: 'choice.cancel', choiceId }, picks };
}
