import type { Lexicon } from './lexicon.ts';
import type { RuleName } from './vocabulary.ts';

/** The label of the first rule of that name which speaks about the text. */
export function firstMatch(lexicon: Lexicon, name: RuleName, text: string): string | undefined {
  return lexicon.rules(name).find(({ pattern }) => pattern.test(text))?.label;
}
