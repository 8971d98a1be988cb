import { readFileSync } from 'node:fs';
import { languages } from './languages.ts';

/** What people mean by "my account", the likeliest first: their own, everybody's, as a guest, at home. */
export const accountKinds = ['work', 'tenant', 'leave', 'personal'] as const;
export type AccountKind = (typeof accountKinds)[number];

/**
 * The words of one language that tell which language somebody writes or wants, and how they answer a question. From
 * `locales/<language>/language.json`. Entries of `before`, `after`, `ask`, `automatic`, `yes` and `no` are regular
 * expression sources.
 */
export interface LanguageWords {
  /** Words that are clearly of this language and of no other Latin one; for Chinese, parts of a message. */
  words: string[];
  /** Characters that are written in this script only. */
  characters: string;
  /** What this language calls the languages, by folder. */
  names: Record<string, string[]>;
  /** What may stand before and after a language's name in a message that asks for it. */
  before: string[];
  after: string[];
  /** Whole messages that ask which languages there are. */
  ask: string[];
  /** Whole messages that take a choice back. */
  automatic: string[];
  yes: string[];
  no: string[];
  /** How the first, the second and so on is called. */
  numbers: string[][];
  /** What people answer, whole, when they are asked which account they mean. */
  accounts: Record<AccountKind, string[]>;
}

function readWords(language: string): LanguageWords {
  return JSON.parse(readFileSync(new URL(`./${language}/language.json`, import.meta.url), 'utf8')) as LanguageWords;
}

/** By language, for all there are. */
export const languageWords: ReadonlyMap<string, LanguageWords> = new Map(
  languages.map((language) => [language, readWords(language)]),
);

/** A list of all languages together, as the source of one regular expression. */
export function anyWord(list: (words: LanguageWords) => readonly string[]): string {
  const sources = [...languageWords.values()].flatMap(list);
  return `(?:${[...new Set(sources)].join('|')})`;
}

/** A message as it is compared: one line, no mention of the bot, no marks around it, wide digits narrow, lower case. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/<at>.*?<\/at>/giu, ' ')
    .replaceAll(/[’‘`´]/gu, "'")
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\p{P}\s]+|[^\P{P})]+$|\s+$/gu, '')
    .trim()
    .toLowerCase();
}
