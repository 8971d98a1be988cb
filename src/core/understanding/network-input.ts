import type { Evidence } from './evidence.ts';
import type { Piece } from './mention-pieces.ts';

/** So many rows the embedding has. What is known of a piece has a name, and the name falls on one of the rows. */
export const ROWS = 2 ** 15;

/** What the network sees of one piece: rows of its embedding, which add up. */
export interface UnitInput {
  own: readonly number[];
  /** Runs of letters, for forms, names and typing errors that no list has; they count as one. */
  letters: readonly number[];
  /** What the rules say of it: hidden in a part of the training, for the rules were made from some of the messages. */
  rules: readonly number[];
}

export interface NetworkInput {
  units: readonly UnitInput[];
  /** Of the message as a whole. */
  own: readonly number[];
  rules: readonly number[];
}

/** Classes of the vocabularies that say something about a word. */
const CLASSES = [
  ...[
    'remove',
    'removeSub',
    'removeStart',
    'removing',
    'removed',
    'removal',
    'keep',
    'not',
    'only',
    'but',
    'and',
    'so',
  ],
  ...['has', 'assign', 'swap', 'all', 'everyone', 'licence', 'licenceVerb', 'unlicensed', 'subscription', 'account'],
  ...['data', 'device', 'tenant', 'close', 'fate', 'asks', 'personBefore', 'personAfter', 'personMust', 'possessive'],
  ...['title', 'role', 'honorific', 'nickname', 'prefix', 'firstName', 'surname', 'surname2', 'transliteration'],
  ...['function', 'particle', 'neverInName', 'brand', 'productHead', 'softProduct', 'productTail', 'planWord'],
  ...['productFor', 'productAudience', 'listFiller'],
];

/** Longer words than this are no words. */
const LONGEST = 24;

export function inputOf(evidence: Evidence, pieces: readonly Piece[]): NetworkInput {
  const { decision, languages } = evidence;
  const places = placesInWords(evidence.folded);
  const classes = remembered((word) => CLASSES.filter((name) => evidence.lexicon.has(name, word)));
  const units = pieces.map((piece, at): UnitInput => {
    const next = pieces.slice(at + 1, at + 2).map(({ word }) => word);
    const own = [...itself(piece, evidence.text), `next ${piece.word} ${next.join('')}`];
    const known = classes(piece.token.word).map((name) => `class ${name}`);
    const han =
      piece.token.kind === 'han' ? [`token ${piece.token.word} ${piece.place}`, `place ${places[piece.start]}`] : [];
    return {
      own: [...own, ...known, ...han].map(rowOf),
      letters: lettersOf(piece).map(rowOf),
      rules: rulesOn(piece).map(rowOf),
    };
  });
  const reason = decision.why.replace(/\[\d+\]$/u, '').replace(/^.*\./u, '');
  const ruled = [`kind ${decision.kind}`, `reason ${reason}`, `why ${decision.why}`, `scope ${decision.scope}`];
  return { units, own: languages.map((language) => rowOf(`language ${language}`)), rules: ruled.map(rowOf) };
}

function itself({ word, token, start, end }: Piece, text: string): string[] {
  const sort = `${token.kind} ${token.unknown} ${token.capital}`;
  return [`word ${word}`, `shape ${shapeOf(text.slice(start, end))}`, `sort ${sort}`];
}

function lettersOf({ word, token }: Piece): string[] {
  if (token.kind === 'han' || word.length < 2) return [];
  const marked = `<${word.slice(0, LONGEST)}>`;
  return [2, 3, 4].flatMap((length) =>
    Array.from({ length: Math.max(0, marked.length - length + 1) }, (_, at) => `part ${marked.slice(at, at + length)}`),
  );
}

function rulesOn({ person, product, chosen, spared, quoted, leaves }: Piece): string[] {
  const marks = Object.entries({ chosen, spared, quoted, leaves }).filter(([, is]) => is);
  return [`part ${person} ${product}`, ...marks.map(([name]) => name)];
}

function shapeOf(written: string): string {
  const shape = written
    .normalize('NFKC')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}/gu, 'x')
    .replace(/\d/gu, '9')
    .replace(/\p{Script=Han}/gu, '中');
  return shape.replace(/(.)\1{2,}/gu, '$1$1');
}

const dictionary = new Intl.Segmenter('zh', { granularity: 'word' });

/** Where each character stands in its word of the runtime's dictionary: a name is in none, or is cut into characters. */
function placesInWords(folded: string): string[] {
  return Array.from(dictionary.segment(folded), ({ segment }) =>
    Array.from({ length: segment.length }, (_, at) => `${at} ${Math.min(6, segment.length)}`),
  ).flat();
}

function remembered<T>(read: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const value = known.get(word) ?? read(word);
    known.set(word, value);
    return value;
  };
}

/** FNV-1a with a last stir, so that the low bits depend on every letter. */
function rowOf(name: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) & (ROWS - 1);
}
