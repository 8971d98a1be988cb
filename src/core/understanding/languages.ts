import type { Lexicon } from './lexicon.ts';
import type { Token } from './token.ts';

/**
 * Whose rules may speak: the languages most words of the message belong to, for "of" means one thing in English and
 * another in Dutch. Two Latin ones that are close both speak; Chinese speaks beside them, in the script that fits best.
 */
export function languagesOf(tokens: readonly Token[], locale: string | undefined, lexicon: Lexicon): Set<string> {
  const scores = new Map<string, number>(locale === undefined ? [] : [[locale, 1]]);
  for (const { product, word } of tokens) {
    for (const language of product === undefined ? lexicon.languagesOf(word) : [])
      scores.set(language, (scores.get(language) ?? 0) + 1);
  }
  const isHan = ([language]: [string, number]): boolean => language.startsWith('zh');
  const han = tokens.some(({ kind }) => kind === 'han') ? [...scores].filter(isHan) : [];
  const latin = [...scores].filter((entry) => !isHan(entry));
  return new Set([...near(latin, 1), ...near(han, 0)]);
}

function near(scores: readonly [string, number][], distance: number): string[] {
  const best = Math.max(...scores.map(([, score]) => score));
  return scores.filter(([, score]) => score >= best - distance).map(([language]) => language);
}
