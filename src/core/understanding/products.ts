import type { Catalog } from './catalog.ts';
import type { Lexicon } from './lexicon.ts';
import { correct } from './spelling.ts';
import { wordAt, type Token } from './token.ts';

/** E3, F1, P2: the letter is the family, the figure the size. */
const TIER = /^(?:[efagk][1-7]|p[1-3])$/u;
const SIZE = /^(?:\d+|i{1,3}|p[1-3]|[一二三])$/u;

interface Reader {
  tokens: readonly Token[];
  catalog: Catalog;
  lexicon: Lexicon;
  /** What the name so far allows: a second head after a brand, one tier only. */
  brand: boolean;
  tier: boolean;
}

/** Marks the tokens that name a product, by Microsoft's list first and by the way such names are built second. */
export function markProducts(tokens: readonly Token[], catalog: Catalog, lexicon: Lexicon): Token[] {
  const marked: Token[] = [];
  let count = 0;
  for (const [at, token] of tokens.entries()) {
    if (at < marked.length) continue;
    const reader = { tokens, catalog, lexicon, brand: false, tier: false };
    const end = Math.max(listed(reader, at), built(reader, at, token));
    const product = count;
    if (end > at) count += 1;
    marked.push(...(end > at ? tokens.slice(at, end).map((part) => ({ ...part, product })) : [token]));
  }
  return marked;
}

/** The end of the longest run that stands in Microsoft's list; `at` when there is none. */
function listed({ tokens, catalog, lexicon }: Reader, at: number): number {
  let end = at;
  let words = '';
  for (const [offset, { kind, word }] of tokens.slice(at, at + 2 * catalog.longest).entries()) {
    if (kind === 'mark' && offset === 0) return at;
    if (kind === 'mark') continue;
    words = `${words} ${word}`.trim();
    const common = offset === 0 && (lexicon.knows(word) || lexicon.has('softProduct', word));
    if (!common && catalog.has(words)) end = at + offset + 1;
  }
  return end;
}

/** The end of a name that is built like a product's: a head, then what may follow it. */
function built(reader: Reader, at: number, head: Token): number {
  const prefixed = behindAudience(reader, at, head);
  if (prefixed > at) return prefixed;
  const word = headOf(head, reader) ?? misspelt(reader, at, head);
  if (word === undefined) return at;
  reader.brand = reader.lexicon.has('brand', word);
  reader.tier = TIER.test(word);
  let end = at + 1;
  for (let next = follow(reader, end); next > end; next = follow(reader, end)) end = next;
  if (end > at + 1) return end;
  const vague = reader.lexicon.has('softProduct', word) && !standsAsProduct(reader, at, head);
  return vague || reader.lexicon.has('brandOnly', word) ? at : end;
}

/** 适用于端点的 Defender: in Chinese whom a product is for stands before it. */
function behindAudience(reader: Reader, at: number, { word }: Token): number {
  const { tokens, lexicon } = reader;
  if (!lexicon.has('productFor', word) || !isAudience(tokens[at + 1], reader)) return at;
  const of = tokens.findIndex(
    (token, place) => place > at + 1 && place < at + 5 && lexicon.has('possessive', token.word),
  );
  const [head] = of < 0 ? [] : tokens.slice(of + 1, of + 2);
  const end = head === undefined || head.kind !== 'word' ? of : built(reader, of + 1, head);
  return of >= 0 && end > of + 1 ? end : at;
}

function headOf({ kind, word, unknown }: Token, { lexicon }: Reader): string | undefined {
  if (kind !== 'word' && kind !== 'han' && kind !== 'number') return undefined;
  if (TIER.test(word) || lexicon.has('productHead', word) || lexicon.has('softProduct', word)) return word;
  return kind === 'word' && unknown ? correct(word, lexicon.words('productSpell')) : undefined;
}

/** "busines basic": a soft head is corrected only when a tail confirms it. */
function misspelt(reader: Reader, at: number, { kind, word, unknown }: Token): string | undefined {
  if (kind !== 'word' || !unknown) return undefined;
  const confirmed = reader.tokens.slice(at + 1, at + 2).some((next) => isTail(next, reader));
  return confirmed ? correct(word, reader.lexicon.words('softProduct')) : undefined;
}

/** One more piece of the name after `at`, or `at`. */
function follow(reader: Reader, at: number): number {
  const [token, next] = reader.tokens.slice(at, at + 2);
  if (token === undefined) return at;
  if (token.kind === 'mark') return followMark(reader, at, token.word);
  if (TIER.test(token.word)) return followTier(reader, at);
  if (reader.lexicon.has('planWord', token.word)) return next !== undefined && SIZE.test(next.word) ? at + 2 : at;
  if (reader.lexicon.has('productFor', token.word)) return isAudience(next, reader) ? at + 2 : at;
  if (reader.brand && headOf(token, reader) !== undefined) {
    reader.brand = reader.lexicon.has('brand', token.word);
    return at + 1;
  }
  return isTail(token, reader) ? at + 1 : at;
}

function followTier(reader: Reader, at: number): number {
  if (reader.tier) return at;
  reader.tier = true;
  return at + 1;
}

function isTail({ kind, word, unknown, capital }: Token, { lexicon }: Reader): boolean {
  if (word === '365' || lexicon.has('productTail', word)) return true;
  const mayBeError = kind === 'word' && unknown && !capital && word.length > 4;
  return mayBeError && correct(word, lexicon.words('productTail')) !== undefined;
}

function isAudience(token: Token | undefined, reader: Reader): boolean {
  return (
    token !== undefined && (headOf(token, reader) !== undefined || reader.lexicon.has('productAudience', token.word))
  );
}

/** "(Plan 1)", "Mobility + Security", "Power-BI": a mark belongs to the name when the name goes on behind it. */
function followMark(reader: Reader, at: number, mark: string): number {
  if (mark === '(') {
    const end = follow({ ...reader }, at + 1);
    return end > at + 1 && wordAt(reader.tokens, end) === ')' ? end + 1 : at;
  }
  const next = wordAt(reader.tokens, at + 1);
  const joins = (mark === '-' && next !== '-') || (mark === '+' && next === 'security');
  const end = joins ? follow(reader, at + 1) : at + 1;
  return end > at + 1 ? end : at;
}

/** A product may follow a person's name, "'s", or the verb itself. */
function leads({ word, unknown }: Token, lexicon: Lexicon): boolean {
  return unknown || lexicon.has('possessive', word) || lexicon.has('remove', word);
}

function isRemoval(word: string, lexicon: Lexicon): boolean {
  return lexicon.has('remove', word) || lexicon.has('removeStart', word);
}

/** Words like "project" name a product only where a product can stand. */
function standsAsProduct({ tokens, lexicon }: Reader, at: number, { capital }: Token): boolean {
  const [before] = tokens.slice(Math.max(0, at - 1), at);
  const [after] = tokens.slice(at + 1, at + 2);
  const next = wordAt(tokens, at + 1);
  if (lexicon.has('softStop', next)) return false;
  if (before?.kind === 'han' || after?.kind === 'han') return true;
  if (capital) return at > 0 || lexicon.has('personBefore', next);
  if (before !== undefined && leads(before, lexicon)) return true;
  const removes = tokens.slice(Math.max(0, at - 3), at).some(({ word }) => isRemoval(word, lexicon));
  return lexicon.has('licence', next) || (removes && lexicon.has('personBefore', next));
}
