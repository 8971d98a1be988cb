import { expand } from './expand.ts';
import { fold } from './fold.ts';
import { rules as compileRules, type Rule } from './rules.ts';
import type { RuleName, Vocabulary } from './vocabulary.ts';

export interface Lexicon {
  /** Is this word, or run of words, in that class in any language? */
  has(name: string, word: string): boolean;
  /** A word of some language: it can be no name. */
  knows(word: string): boolean;
  /** The words of one class, folded. */
  words(name: string): ReadonlySet<string>;
  /** Does a word of these classes stand in the text? */
  finds(names: string, text: string): boolean;
  /** The rules of the languages this lexicon looks at. */
  rules(name: RuleName): readonly Rule[];
  /** The same lexicon, with the rules of these languages only. */
  within(languages: ReadonlySet<string>): Lexicon;
  /** The languages in whose lists a word stands. */
  languagesOf(word: string): readonly string[];
  /** A word of other languages than those this lexicon looks at. */
  isForeign(word: string): boolean;
  /** The languages there are, in the order of their vocabularies. */
  languages: readonly string[];
  /** A space that ends a sentence, in a script that has no spaces otherwise. */
  pause: RegExp;
  /** Where a clause may end. */
  boundary: RegExp;
}

/** Classes that say something about names; a word in them may still be somebody's. */
const ABOUT_NAMES = new Set([
  'firstName',
  'surname',
  'surname2',
  'namesInS',
  'nickname',
  'particle',
  'function',
  'transliteration',
  'prefix',
]);

const BOUNDARY = '[,;—]|(?={but})|(?:{and})\\s*(?={remove}|{keep})|\\s-\\s';

const PAUSE = '(?<={finalWord}) +(?=[\\u3400-\\u9fffU])';

type Classes = ReadonlyMap<string, ReadonlySet<string>>;

export function createLexicon(vocabularies: readonly Vocabulary[]): Lexicon {
  const classes = classesOf(vocabularies);
  const owners = ownersOf(vocabularies);
  const known = new Set(owners.keys());
  for (const word of vocabularies.flatMap(wordsOfRules)) known.add(word);
  const { all, compile } = compileRules(vocabularies, classes);
  const empty: ReadonlySet<string> = new Set();
  const words = (name: string): ReadonlySet<string> => classes.get(name) ?? empty;
  const lexicon: Lexicon = {
    has: (name, word) => words(name).has(word),
    knows: (word) => known.has(word),
    words,
    finds: (names, text) => compile(names).test(text),
    rules: (name) => all.filter((rule) => rule.name === name),
    within: (languages) => {
      const own = Map.groupBy(
        all.filter(({ language }) => languages.has(language)),
        ({ name }) => name,
      );
      const isForeign = (word: string): boolean =>
        owners.has(word) && !lexicon.languagesOf(word).some((language) => languages.has(language));
      return { ...lexicon, isForeign, rules: (name) => own.get(name) ?? [] };
    },
    isForeign: () => false,
    languagesOf: (word) => owners.get(word) ?? [],
    languages: vocabularies.map(({ language }) => language),
    boundary: compile(BOUNDARY),
    pause: new RegExp(compile(PAUSE).source, 'g'),
  };
  return lexicon;
}

function classesOf(vocabularies: readonly Vocabulary[]): Classes {
  const classes = new Map<string, Set<string>>();
  for (const { classes: own } of vocabularies) {
    for (const [name, sources] of Object.entries(own)) {
      const words = classes.get(name) ?? new Set<string>();
      for (const word of sources.flatMap(expand)) words.add(fold(word));
      classes.set(name, words);
    }
  }
  return classes;
}

/** Which languages a word belongs to; "take" of "take away" belongs to English as well. */
function ownersOf(vocabularies: readonly Vocabulary[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const { language, classes } of vocabularies) {
    const known = new Set<string>();
    for (const [name, sources] of Object.entries(classes))
      if (!ABOUT_NAMES.has(name))
        for (const word of sources.flatMap(expand)) for (const part of parts(word)) known.add(part);
    for (const word of known) owners.set(word, [...(owners.get(word) ?? []), language]);
  }
  return owners;
}

function parts(source: string): string[] {
  const word = fold(source);
  return [word, ...word.split(/[\s-]/u).filter((part) => /^[a-z']/u.test(part))];
}

/** The words a rule is made of are no names either. */
function wordsOfRules({ macros, rules: own }: Vocabulary): string[] {
  const sources = [...Object.values(macros), ...Object.values(own).flat()].join(' ');
  const plain = sources.replace(/\\[a-z]|\{[a-zA-Z]\w*\}|\[.*?\]/gu, ' ');
  return [...plain.matchAll(/[a-z]{3,}|\p{Script=Han}{2,}/gu)].map(([word]) => word);
}
