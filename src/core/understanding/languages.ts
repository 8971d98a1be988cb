import type { Lexicon } from './lexicon.ts';
import type { Token } from './token.ts';

/**
 * Whose rules may speak: the languages most words of the message belong to, for "of" means one thing in English and
 * another in Dutch. Two Latin ones that are close both speak; Chinese speaks beside them, in the script that fits best.
 */
export function languagesOf(tokens: readonly Token[], locale: string | undefined, lexicon: Lexicon): Set<string> {
  const preferred = locale === undefined ? undefined : nearest(locale, lexicon.languages);
  const scores = scoresOf(tokens, lexicon);
  if (preferred !== undefined) add(scores, preferred);
  const spoken = [...scores].filter(([, score]) => score > 0);
  const isHan = ([language]: [string, number]): boolean => scriptOf(language).includes('Han');
  const han = tokens.some(({ kind }) => kind === 'han') ? spoken.filter(isHan) : [];
  const latin = spoken.filter((entry) => !isHan(entry));
  return new Set([...near(latin, 1), ...near(han, 0)]);
}

function scoresOf(tokens: readonly Token[], lexicon: Lexicon): Map<string, number> {
  const scores = new Map(lexicon.languages.map((language) => [language, 0]));
  for (const { product, word } of tokens)
    for (const language of product === undefined ? lexicon.languagesOf(word) : []) add(scores, language);
  return scores;
}

function add(scores: Map<string, number>, language: string): void {
  scores.set(language, Number(scores.get(language)) + 1);
}

/** "en-US" is served by English, "zh-HK" by Chinese in traditional characters. */
function nearest(locale: string, languages: readonly string[]): string | undefined {
  const wanted = scriptOf(locale);
  return languages.find((language) => language === locale) ?? languages.find((own) => scriptOf(own) === wanted);
}

function scriptOf(locale: string): string {
  try {
    const { language, script } = new Intl.Locale(locale).maximize();
    return `${language} ${script}`;
  } catch {
    return '';
  }
}

function near(scores: readonly [string, number][], distance: number): string[] {
  const best = Math.max(...scores.map(([, score]) => score));
  return scores.filter(([, score]) => score >= best - distance).map(([language]) => language);
}
