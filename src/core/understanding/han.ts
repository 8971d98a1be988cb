import type { Lexicon } from './lexicon.ts';

/** A stretch of a Chinese run: a word of the lists, a name by its shape, or characters that are in no list. */
export interface HanPiece {
  text: string;
  kind: 'listed' | 'name' | 'unknown';
}

interface Step {
  cost: number;
  kind: HanPiece['kind'];
}

interface Path {
  cost: number;
  pieces: HanPiece[];
}

const LONGEST = 8;

/** What a piece costs; the reading with the lowest sum wins. A word that is in a list is the cheapest. */
const COST = {
  possessive: 0.4,
  word: 1,
  ordinary: 1.4,
  particle: 1.1,
  titled: 1.5,
  address: 1.95,
  name: 2.1,
  given: 0.1,
  /** Characters in no list: alone, and in a run. Names from other languages are written with a few hundred of them. */
  alone: 2.4,
  run: 1.1,
  foreign: 0.6,
  other: 0.95,
  /** Little words are in a name only by chance. */
  particleInName: 0.3,
  functionInName: 1.8,
  particleAsSurname: 0.8,
  wordAsGiven: 1.2,
} as const;

/** Chinese has no spaces: the cheapest way to read a run as listed words and names (a shortest path, as in jieba). */
export function segment(run: string, lexicon: Lexicon): HanPiece[] {
  const best: Path[] = [{ cost: 0, pieces: [] }];
  for (let to = 1; to <= run.length; to += 1) {
    const paths = best.slice(-LONGEST).map((before, at): Path => {
      const text = run.slice(to - Math.min(LONGEST, best.length) + at, to);
      const { cost, kind } = stepFor(text, lexicon);
      return { cost: before.cost + cost, pieces: [...before.pieces, { text, kind }] };
    });
    best.push(cheapest(paths));
  }
  return best.flatMap(({ pieces }, at) => (at === run.length ? pieces : []));
}

function cheapest<T extends { cost: number }>(options: readonly T[]): T {
  return options.reduce((one, other) => (other.cost < one.cost ? other : one));
}

function stepFor(text: string, lexicon: Lexicon): Step {
  if (lexicon.has('possessive', text)) return { cost: COST.possessive, kind: 'listed' };
  const options: Step[] = [{ cost: unknownCost(text, lexicon), kind: 'unknown' }];
  if (lexicon.knows(text)) options.push({ cost: COST.word, kind: 'listed' });
  else if (isOrdinary(text, lexicon))
    options.push({ cost: COST.ordinary, kind: particles(text, lexicon) > 0 ? 'listed' : 'unknown' });
  else if (lexicon.has('particle', text)) options.push({ cost: COST.particle, kind: 'listed' });
  options.push({
    cost: nameCost(text, lexicon),
    kind: isEntry(text) && !isForeign(text, lexicon) ? 'unknown' : 'name',
  });
  return cheapest(options);
}

const dictionary = new Intl.Segmenter('zh', { granularity: 'word' });

/** A word of the dictionary that comes with the runtime: where it ends, the next begins. Names keep their shape: 田野. */
function isOrdinary(text: string, lexicon: Lexicon): boolean {
  if (text.length > 4 || hasPossessive(text, lexicon) || nameCost(text, lexicon) < Infinity) return false;
  return !isForeign(text, lexicon) && isEntry(text);
}

/** Written with the characters that names from other languages are written with. */
function isForeign(text: string, lexicon: Lexicon): boolean {
  return Array.from(text).every((char) => lexicon.has('transliteration', char));
}

function hasPossessive(text: string, lexicon: Lexicon): boolean {
  return Array.from(text).some((char) => lexicon.has('possessive', char));
}

export function isEntry(text: string): boolean {
  return text.length > 1 && Array.from(dictionary.segment(text)).length === 1;
}

function particles(text: string, lexicon: Lexicon): number {
  return Array.from(text).filter((char) => lexicon.has('function', char)).length;
}

function unlikely(text: string, lexicon: Lexicon): number {
  const costs = Array.from(text, (char): number => {
    if (lexicon.has('function', char)) return COST.functionInName;
    return lexicon.has('particle', char) ? COST.particleInName : 0;
  });
  return costs.reduce((sum, cost) => sum + cost, 0);
}

function unknownCost(text: string, lexicon: Lexicon): number {
  if (text.length === 1) return COST.alone;
  return isForeign(text, lexicon)
    ? COST.run + COST.foreign * text.length
    : COST.run + COST.other * text.length + unlikely(text, lexicon);
}

/** Surname and given name, surname and title, or a form of address as in 小赵; Infinity for any other shape. */
function nameCost(text: string, lexicon: Lexicon): number {
  const family = familyLength(text, lexicon);
  const given = text.slice(family);
  if (family === 0) return addressCost(text, lexicon);
  const titled = ['honorific', 'title'].some((name) => lexicon.has(name, given));
  if (titled || (family === 2 && given === '')) return COST.titled;
  if (!isGiven(given, lexicon)) return addressCost(text, lexicon);
  const doubt = family === 1 && lexicon.has('particle', text.charAt(0)) ? COST.particleAsSurname : 0;
  return COST.name + doubt + givenCost(given, lexicon);
}

function isGiven(text: string, lexicon: Lexicon): boolean {
  const plausible = text.length === 1 || text.length === 2;
  return plausible && !Array.from(text).some((char) => lexicon.has('neverInName', char));
}

function givenCost(given: string, lexicon: Lexicon): number {
  const word = given.length > 1 && lexicon.knows(given) ? COST.wordAsGiven : 0;
  return COST.given * given.length + word + unlikely(given, lexicon);
}

function familyLength(text: string, lexicon: Lexicon): number {
  if (lexicon.has('surname2', text.slice(0, 2))) return 2;
  return lexicon.has('surname', text.charAt(0)) ? 1 : 0;
}

function addressCost(text: string, lexicon: Lexicon): number {
  const address = text.length === 2 && lexicon.has('nickname', text.charAt(0));
  return address && !lexicon.has('particle', text.charAt(1)) ? COST.address : Infinity;
}
