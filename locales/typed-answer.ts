import { anyWord, comparable, languageWords } from './language-words.ts';

/** An answer to a question that was written instead of clicked. */
export type TypedAnswer = { kind: 'yes' } | { kind: 'no' } | { kind: 'number'; number: number };

const yes = new RegExp(`^${anyWord((words) => words.yes)}$`, 'u');
const no = new RegExp(`^${anyWord((words) => words.no)}$`, 'u');
const HIGHEST = 99;

function numberIn(text: string): number | undefined {
  const digits = /^#?(?<digits>\d{1,2})$/u.exec(text)?.groups?.['digits'];
  if (digits !== undefined) return Number(digits);
  for (const { numbers } of languageWords.values()) {
    const place = numbers.findIndex((names) => names.includes(text));
    if (place >= 0) return place + 1;
  }
  return undefined;
}

/** Yes, no or a number in any of the languages, if that is all the message says. */
export function typedAnswer(message: string): TypedAnswer | undefined {
  const text = comparable(message);
  const number = numberIn(text);
  if (number !== undefined && number >= 1 && number <= HIGHEST) return { kind: 'number', number };
  if (yes.test(text)) return { kind: 'yes' };
  return no.test(text) ? { kind: 'no' } : undefined;
}
