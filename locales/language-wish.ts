import { languageOf } from './language-of.ts';
import { anyWord, comparable, languageWords } from './language-words.ts';
import { languages } from './languages.ts';

/** What a message wants of the language: a certain one, the automatic choice back, or to know which there are. */
export type LanguageWish = { kind: 'choose'; language: string } | { kind: 'automatic' } | { kind: 'ask' };

function escaped(name: string): string {
  return name.replaceAll(/[()]/gu, String.raw`\$&`);
}

const names = anyWord((words) => Object.values(words.names).flat().map(escaped));
const before = anyWord((words) => words.before);
const after = anyWord((words) => words.after);
const named = new RegExp(`^(?:${before}[\\s,，]*)*(?<name>${names})(?:[\\s,，]*${after})*$`, 'u');
const asks = new RegExp(`^${anyWord((words) => words.ask)}$`, 'u');
const automatic = new RegExp(`^${anyWord((words) => words.automatic)}$`, 'u');

/** The languages a name stands for: "Chinese" may be either. */
function meant(name: string): string[] {
  return languages.filter((language) =>
    [...languageWords.values()].some((words) => words.names[language]?.includes(name)),
  );
}

/**
 * What somebody wants of the language, if that is all the message says. A name that fits several languages means the one
 * the message is written in, or else the client's.
 */
export function languageWish(message: string, locale: string): LanguageWish | undefined {
  const text = comparable(message);
  if (asks.test(text)) return { kind: 'ask' };
  if (automatic.test(text)) return { kind: 'automatic' };
  const fitting = meant(named.exec(text)?.groups?.['name'] ?? '');
  const [first] = fitting;
  if (first === undefined) return undefined;
  const own = languageOf(message, locale);
  return { kind: 'choose', language: fitting.includes(own) ? own : first };
}
