import { comparable, languageWords } from './language-words.ts';
import type { LanguageWords } from './language-words.ts';
import { languageFor } from './languages.ts';

/** Tells the language of a message: one of the folders of `locales/`, the fallback's where the message is not clear. */
export type LanguageOf = (text: string, fallbackLocale: string) => string;

/** Below this a message says too little: a name of two or three characters, "OK", "E3". */
const CLEAR = 0.5;
/** Han characters tell which Chinese it is; alone they are often just a name. */
const PER_CHARACTER = 0.1;

const isHan = /\p{Script=Han}/u;
const hanCharacters = /\p{Script=Han}/gu;

function score(text: string, tokens: ReadonlySet<string>, { words, characters }: LanguageWords): number {
  const found = words.filter((word) => (isHan.test(word) ? text.includes(word) : tokens.has(word))).length;
  if (characters === '') return found;
  const han = text.match(hanCharacters) ?? [];
  const own = han.filter((character) => characters.includes(character));
  return found + PER_CHARACTER * (han.length + own.length);
}

/** By words that exist in one language only, and for Chinese by characters that exist in one script only. */
export const languageOf: LanguageOf = (message, fallbackLocale) => {
  const fallback = languageFor(fallbackLocale);
  const text = comparable(message);
  const tokens = new Set(text.match(/[\p{Script=Latin}\p{M}']+/gu));
  const scores = [...languageWords].map(([language, words]) => ({ language, score: score(text, tokens, words) }));
  const best = Math.max(...scores.map((each) => each.score));
  const equal = scores.filter((each) => each.score === best).map((each) => each.language);
  if (best < CLEAR || equal.includes(fallback)) return fallback;
  const [first = fallback, ...others] = equal;
  const tongue = new Intl.Locale(first).language;
  return others.every((other) => new Intl.Locale(other).language === tongue) ? first : fallback;
};
