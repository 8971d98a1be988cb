import type { ChoiceOption } from '../cards/choice.card.ts';
import type { CardPromptOptions } from './card-prompt.ts';

/** What somebody may write instead of clicking on a choice: a number, a row's own words or another name for it, or no. */
export function typedAnswers(
  choiceId: string,
  options: readonly ChoiceOption[],
  otherNames: (option: ChoiceOption) => readonly string[] = () => [],
): CardPromptOptions['typed'] {
  const picks = options.map((option) => ({
    titles: [option.title, option.detail, ...otherNames(option)],
    action: { verb: 'choice.pick' as const, choiceId, option: option.value },
  }));
  return { no: { verb: 'choice.cancel', choiceId }, picks };
}
