import { endingOf, type MentionSource, type Piece } from './mention-pieces.ts';
import type { Lexicon } from './lexicon.ts';

/** Classes of the vocabularies that say something about a neighbour. */
const CLASSES = [
  ...['remove', 'removeSub', 'removing', 'removed', 'removal', 'keep', 'not', 'only', 'but', 'and', 'has', 'assign'],
  ...['swap', 'all', 'everyone', 'licence', 'unlicensed', 'subscription', 'account', 'data', 'device', 'tenant'],
  ...['personBefore', 'personAfter', 'personMust', 'possessive', 'title', 'role', 'honorific', 'nickname', 'prefix'],
  ...['firstName', 'surname', 'surname2', 'transliteration', 'function', 'particle', 'brand', 'productHead'],
  ...['softProduct', 'productTail', 'planWord', 'productFor', 'productAudience', 'listFiller', 'asks', 'fate'],
];

/** Of a Chinese character, or of two: what it can be in a name. */
const IN_NAMES = [
  ...['surname', 'surname2', 'transliteration', 'function', 'particle', 'neverInName', 'possessive', 'personMust'],
  ...['honorific', 'title', 'nickname', 'remove', 'keep', 'licence', 'all', 'has', 'personBefore', 'personAfter'],
];

/** Of these the nearest one before and behind counts, however far away. */
const CUES = new Set([
  ...['remove', 'removeSub', 'removing', 'removed', 'keep', 'not', 'only', 'but', 'has', 'assign', 'swap', 'all'],
  ...['everyone', 'licence', 'account'],
]);

const WINDOW = 3;
const BAG = 6;

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** What is known of one piece by itself. */
interface Facts {
  word: string;
  token: string;
  shape: string;
  classes: readonly string[];
  /** What the rules say: hidden in a part of the training, for the rules were made from some of the messages. */
  rule: string;
  sort: string;
  line: string;
  /** The word of the dictionary that comes with the runtime, and where in it this piece stands. */
  entry: string;
}

const NOTHING: Facts = {
  word: '',
  token: '',
  shape: '',
  classes: [],
  rule: '',
  sort: '',
  line: '',
  entry: '',
};

export interface FeatureSettings {
  kind: 'remove_license' | 'list_licenses';
  /** Whether the tagger may see what the rules say. */
  rules: boolean;
}

export function featuresOf(source: MentionSource, pieces: readonly Piece[], settings: FeatureSettings): number[][] {
  const facts = factsOf(source, pieces, settings);
  const at = (place: number): Facts => facts[place] ?? NOTHING;
  const cues = cuesOf(facts);
  const bags = bagsOf(pieces);
  const others = othersOf(pieces);
  const counts = new Map<string, number>();
  for (const { token } of pieces) counts.set(token.word, (counts.get(token.word) ?? 0) + 1);
  const addresses = pieces.flatMap(({ token }) => (token.kind === 'upn' ? [token.word] : [])).join(' ');
  return pieces.map((piece, place) => {
    const own = [...around(at, place), ...itself(piece, at(place), source.lexicon), ...cues(place)];
    if (piece.token.kind === 'han') own.push(...characters(at, place, source.lexicon));
    const { sort, rule } = at(place);
    const wide = [...bags(place), ...others(place), `line ${at(place).line}`];
    const twice = Number(counts.get(piece.token.word)) > 1 ? 'twice' : 'once';
    const inAddress = piece.word.length > 2 && addresses.includes(piece.word);
    own.push(...wide.map((name) => `${name} ${sort}`), `n ${twice} ${sort}`, `a ${inAddress} ${sort}`);
    own.push(`k ${settings.kind} ${rule}`, `k ${settings.kind} ${sort}`, 'bias');
    return own.map(hash);
  });
}

const dictionary = new Intl.Segmenter('zh', { granularity: 'word' });

/** Each character's word in the dictionary: a name is in none, or is cut into single characters. */
function entriesOf(folded: string): string[] {
  const entries: string[] = [];
  for (const { segment } of dictionary.segment(folded))
    for (let at = 0; at < segment.length; at += 1)
      entries.push(
        at === 0
          ? segment.length === 1
            ? 'S'
            : `B${segment}`
          : at + 1 === segment.length
            ? `E${segment}`
            : `M${segment}`,
      );
  return entries;
}

function factsOf(
  { text, folded, lexicon }: MentionSource,
  pieces: readonly Piece[],
  { rules }: FeatureSettings,
): Facts[] {
  const byToken = new Map<string, string[]>();
  const entries = entriesOf(folded);
  const lines = linesOf(text, pieces);
  return pieces.map((piece, at): Facts => {
    const { token, word, place, start } = piece;
    const known = byToken.get(token.word) ?? classesOf(token.word, lexicon);
    byToken.set(token.word, known);
    const rule = rules ? ruleOf(piece) : '?';
    return {
      ...{ word, token: `${token.word} ${place}`, shape: shapeOf(text.slice(start, piece.end)), classes: known, rule },
      ...{ sort: `${sortOf(piece)}${rule}`, line: String(lines[at]), entry: String(entries[start]) },
    };
  });
}

function ruleOf({ person, product, chosen, quoted, leaves }: Piece): string {
  return `${person}${product}${chosen ? '+' : ''}${quoted ? 'q' : ''}${leaves ? 's' : ''}`;
}

function sortOf({ token: { kind, unknown, capital }, word }: Piece): string {
  return kind === 'mark' ? word : `${kind}${unknown ? 'u' : 'k'}${capital ? 'C' : 'c'}`;
}

/** For each piece the field of a form it fills in, or which field was the last before. */
function linesOf(text: string, pieces: readonly Piece[]): string[] {
  let line = '';
  let begins = true;
  return pieces.map(({ word, start }) => {
    if (word === ':' && begins) [line, begins] = [lineHead(text, start), false];
    else if (word === '\n') [line, begins] = [`after ${line.replace('after ', '')}`, true];
    return line;
  });
}

/** The field of a form that a line fills in: "Gebruiker:", "用户：". */
function lineHead(text: string, at: number): string {
  const head = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return head.length > 30 ? '' : head.toLowerCase().trim();
}

function classesOf(word: string, lexicon: Lexicon): string[] {
  return CLASSES.filter((name) => lexicon.has(name, word));
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

function around(at: (place: number) => Facts, place: number): string[] {
  const names: string[] = [];
  for (let offset = -WINDOW; offset <= WINDOW; offset += 1) {
    const { word, token, shape, classes, rule, sort, entry } = at(place + offset);
    names.push(`w${offset} ${word}`, `t${offset} ${token}`, ...classes.map((name) => `c${offset} ${name}`));
    if (Math.abs(offset) < WINDOW) names.push(`y${offset} ${entry}`, `yp${offset} ${entry.charAt(0)}${entry.length}`);
    if (Math.abs(offset) < WINDOW) names.push(`s${offset} ${shape}`, `r${offset} ${rule}`, `o${offset} ${sort}`);
  }
  const [two, one, own, next, then] = [-2, -1, 0, 1, 2].map((offset) => at(place + offset)) as [
    Facts,
    Facts,
    Facts,
    Facts,
    Facts,
  ];
  const pattern = [one, own, next, then].map(({ entry }) => `${entry.charAt(0)}${entry.length}`).join(' ');
  names.push(`yq ${pattern}`, `yr ${pattern} ${own.sort}`);
  names.push(`b1 ${one.word} ${own.word}`, `b2 ${own.word} ${next.word}`, `b3 ${two.word} ${one.word}`);
  names.push(`b4 ${next.word} ${then.word}`, `b5 ${one.word} ${next.word}`, `b6 ${two.word} ${one.word} ${own.word}`);
  names.push(`b7 ${own.word} ${next.word} ${then.word}`, `b8 ${one.word} ${own.word} ${next.word}`);
  names.push(`q1 ${one.word} ${own.sort}`, `q2 ${own.sort} ${next.word}`, `q3 ${one.sort} ${own.sort} ${next.sort}`);
  names.push(`q4 ${two.word} ${one.word} ${own.sort}`, `q5 ${own.sort} ${next.word} ${then.word}`);
  names.push(...one.classes.map((name) => `q6 ${name} ${own.sort}`), `q8 ${own.shape} ${own.sort}`);
  names.push(...next.classes.map((name) => `q7 ${name} ${own.sort}`), `q9 ${one.shape} ${own.shape} ${next.shape}`);
  return names;
}

function itself({ word, token }: Piece, { sort }: Facts, lexicon: Lexicon): string[] {
  const names = [`z ${endingOf(word, lexicon)} ${sort}`, `d ${word} ${sort}`];
  if (token.kind === 'word')
    for (let length = 1; length <= 4; length += 1)
      names.push(`p ${word.slice(0, length)}`, `e${length} ${word.slice(-length)}`);
  return names;
}

/** What this character and those beside it, alone and in pairs, can be in a name. */
function characters(at: (place: number) => Facts, place: number, lexicon: Lexicon): string[] {
  const names: string[] = [];
  const marks: string[] = [];
  for (let offset = -3; offset <= 3; offset += 1) {
    const [one, two] = [at(place + offset).word, at(place + offset).word + at(place + offset + 1).word];
    const single = IN_NAMES.filter((name) => lexicon.has(name, one));
    const pair = IN_NAMES.filter((name) => lexicon.has(name, two));
    names.push(...single.map((name) => `h${offset} ${name}`), ...pair.map((name) => `i${offset} ${name}`));
    marks.push(single.slice(0, 1).join());
  }
  names.push(`j ${marks.slice(2, 5).join(' ')}`, `l ${marks.slice(1, 6).join(' ')}`, `m ${marks.slice(3).join(' ')}`);
  return names;
}

/** The nearest cue on either side, and how far it is. */
function cuesOf(facts: readonly Facts[]): (place: number) => string[] {
  const before = nearest(facts);
  const behind = nearest(facts.toReversed()).toReversed();
  return (place) => {
    const sort = facts.slice(place, place + 1).map((own) => own.sort);
    const [one, other] = [before[place], behind[place]];
    return sort.flatMap((own) => [
      `u ${one} ${own}`,
      `v ${other} ${own}`,
      `uv ${one} ${other} ${own}`,
      `u ${one}`,
      `v ${other}`,
    ]);
  };
}

function nearest(facts: readonly Facts[]): string[] {
  let cue = 'none';
  let sentence = '';
  return facts.map(({ word, classes }) => {
    const now = `${cue}${sentence}`;
    const found = classes.find((name) => CUES.has(name));
    if (found !== undefined) [cue, sentence] = [found, ''];
    else if (/^[,;、]$/u.test(word) && sentence === '') sentence = ',';
    else if (/^[.!?\n]$/u.test(word)) sentence = '.';
    return now;
  });
}

/** The words before and behind, as the engine cut them, without their places. */
function bagsOf(pieces: readonly Piece[]): (place: number) => string[] {
  const words: string[] = [];
  const index = pieces.map(({ token, place }) => {
    if (place === 'S' || place === 'B') words.push(token.word);
    return words.length - 1;
  });
  return (place) =>
    index
      .slice(place, place + 1)
      .flatMap((own) => [
        ...words.slice(Math.max(0, own - BAG), own).map((word) => `f ${word}`),
        ...words.slice(own + 1, own + 1 + BAG).map((word) => `g ${word}`),
      ]);
}

/** How many of the people and products that the rules see stand before and behind. */
function othersOf(pieces: readonly Piece[]): (place: number) => string[] {
  const count = (part: 'person' | 'product'): number[] => {
    let sum = 0;
    return pieces.map((piece) => (sum += piece[part] === 'B' ? 1 : 0));
  };
  const counts = [count('person'), count('product')];
  return (place) =>
    counts.map((sums, what) => {
      const [own, all] = [Math.max(...sums.slice(place, place + 1)), Math.max(...sums.slice(-1))];
      return `others ${what} ${Math.min(own, 3)} ${Math.min(all - own, 2)}`;
    });
}
