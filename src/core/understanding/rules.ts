import type { RuleName, Vocabulary } from './vocabulary.ts';

/** A rule that is ready to run, with where it came from for `why`. */
export interface Rule {
  name: RuleName;
  language: string;
  label: string;
  pattern: RegExp;
  /** The same, for finding every place. */
  everywhere: RegExp;
}

/** Matches nothing. */
const NEVER = '(?!)';

type Compile = (source: string) => RegExp;

/** The placeholders that stand for people and products while rules are matched. */
export const USER = 'U';
export const PRODUCT = 'P';

/**
 * V8 compiles an expression to bytecode first, and to machine code for its second use or a long subject. For
 * expressions of this size the bytecode takes ten times as long as the machine code, so each runs once on a long subject.
 */
const LONG_SUBJECT = ' '.repeat(1_000);

export function rules(
  vocabularies: readonly Vocabulary[],
  classes: ReadonlyMap<string, ReadonlySet<string>>,
): { all: Rule[]; compile: Compile } {
  const words = new Map([...classes].map(([name, list]) => [name, alternation(list)]));
  const all = vocabularies.flatMap((vocabulary) => {
    const compile = compiler(new Map([...words, ...Object.entries(vocabulary.macros)]));
    return Object.entries(vocabulary.rules).flatMap(([name, sources]) =>
      sources.map((source, at) => rule(name as RuleName, vocabulary.language, at, compile(source))),
    );
  });
  return { all, compile: compiler(words, NEVER) };
}

function rule(name: RuleName, language: string, at: number, pattern: RegExp): Rule {
  return { name, language, label: `${language}.${name}[${at}]`, pattern, everywhere: new RegExp(pattern.source, 'g') };
}

/** Every source is compiled once. `missing` stands for classes that no language has; without it they are an error. */
function compiler(macros: ReadonlyMap<string, string>, missing?: string): Compile {
  const compiled = new Map<string, RegExp>();
  return (source) => {
    const known = compiled.get(source);
    if (known !== undefined) return known;
    const pattern = new RegExp(withMacros(source, macros, missing));
    pattern.test(LONG_SUBJECT);
    compiled.set(source, pattern);
    return pattern;
  };
}

function withMacros(source: string, macros: ReadonlyMap<string, string>, missing?: string): string {
  const full = source.replace(/\{([a-zA-Z]\w*)\}/gu, (_, name: string) => {
    const macro = macros.get(name) ?? missing;
    if (macro === undefined) throw new Error(`No class or macro "${name}" for the rule ${source}`);
    return `(?:${withMacros(macro, macros, missing)})`;
  });
  return full.replaceAll('<U>', USER).replaceAll('<P>', PRODUCT);
}

/** One expression for a class. Latin words are whole words; Chinese has no boundaries to ask for. */
function alternation(words: ReadonlySet<string>): string {
  const isLatin = (word: string): boolean => /^[a-z0-9']/u.test(word);
  const latin = [...words].filter(isLatin);
  const other = [...words].filter((word) => !isLatin(word));
  const whole = latin.length > 0 ? [`\\b${branches(latin)}\\b`] : [];
  return [...whole, ...(other.length > 0 ? [branches(other)] : [])].join('|');
}

/** Words that begin alike share their beginning: it keeps the expressions small, and the longest word wins. */
function branches(words: readonly string[]): string {
  const byFirst = Map.groupBy(words, (word) => word.charAt(0));
  const ends = byFirst.delete('');
  if (byFirst.size === 0) return '';
  const options = [...byFirst].map(([first, all]) => escape(first) + branches(all.map((word) => word.slice(1))));
  return `(?:${options.join('|')})${ends ? '?' : ''}`;
}

function escape(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\]/u, '\\$&');
}
