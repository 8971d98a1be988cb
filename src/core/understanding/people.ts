import { isEntry } from './han.ts';
import type { Lexicon } from './lexicon.ts';
import { firstMatch } from './match.ts';
import { wordAt, type Token } from './token.ts';

/** A person in the message, as a range of tokens and of characters. */
export interface Person {
  from: number;
  to: number;
  start: number;
  end: number;
  isAddress: boolean;
  words: string[];
}

/** 克丽的座机: what a person owns is nobody, unless it has the shape of a name. */
function isOwned(
  { tokens, lexicon }: Reader,
  at: number,
  { kind, capital }: Token,
  people: readonly Person[],
): boolean {
  if (kind !== 'han' || capital || !lexicon.has('possessive', wordAt(tokens, at - 1))) return false;
  return people.some(({ to }) => to === at - 1);
}

/** "Gisela Brandt (Finance)": behind a name, in parentheses, stands where somebody works. */
function isRemark(one: Person, people: readonly Person[], tokens: readonly Token[]): boolean {
  if (one.isAddress || wordAt(tokens, one.from - 1) !== '(' || wordAt(tokens, one.to) !== ')') return false;
  return people.some(({ to }) => to === one.from - 1);
}

interface Reader {
  tokens: readonly Token[];
  lexicon: Lexicon;
}

/** Finds who is named: mentions, addresses, and the words that no list explains, where a name can stand. */
export function findPeople(tokens: readonly Token[], lexicon: Lexicon): Person[] {
  const reader = { tokens, lexicon };
  const people: Person[] = [];
  let free = 0;
  for (const [at, token] of tokens.entries()) {
    if (at < free) continue;
    const to = endOfName(reader, at, token);
    if (to === at || isOwned(reader, at, token, people)) continue;
    people.push(person(reader, at, to));
    free = to;
  }
  return withoutAliases(people, reader).filter((one) => !isRemark(one, people, tokens));
}

function endOfName(reader: Reader, at: number, token: Token): number {
  if (token.product !== undefined) return at;
  if (token.kind === 'upn' || token.kind === 'mention') return at + 1;
  if (token.kind === 'han') return isHanName(reader, at, token) ? at + 1 : at;
  return token.kind === 'word' ? latinName(reader, at, token) : at;
}

function isHanName(reader: Reader, at: number, { unknown, capital, word }: Token): boolean {
  if (!unknown || capital) return unknown;
  if (word.length < 2 || word.length > 4) return false;
  if (!isEntry(word) && isEdgeBefore(reader, at)) return true;
  return introduces(reader, at) || owns(reader, at + 1) || (opens(reader, at) && closes(reader, at + 1));
}

/** Where a clause begins stands its subject; a word of no dictionary is then a name. */
function isEdgeBefore({ tokens }: Reader, at: number): boolean {
  const [before] = at === 0 ? [] : tokens.slice(at - 1, at);
  return before === undefined || before.kind === 'mark';
}

/** 把, 给 and their like stand before people, whatever follows. */
function introduces({ tokens, lexicon }: Reader, at: number): boolean {
  const [before] = at === 0 ? [] : tokens.slice(at - 1, at);
  if (before === undefined) return false;
  return [before.word, ...endings(before)].some((word) => lexicon.has('personMust', word));
}

/** 的 before a product or a licence: who stands in front of it owns it. */
function owns({ tokens, lexicon }: Reader, at: number): boolean {
  if (!lexicon.has('possessive', wordAt(tokens, at))) return false;
  const isOwned = ({ product, word }: Token): boolean =>
    product !== undefined || lexicon.has('licence', word) || lexicon.has('all', word);
  return tokens.slice(at + 1, at + 2).some(isOwned);
}

function latinName(reader: Reader, at: number, first: Token): number {
  const { tokens, lexicon } = reader;
  const prefixed = beginsWithPrefix(reader, at, first);
  if (!prefixed && !isPart(tokens, at, first, lexicon)) return at;
  const to = extend(reader, at, first.capital || prefixed);
  if (prefixed) return to;
  const fits = first.capital
    ? isCertain(reader, at, to, first) || closes(reader, to)
    : first.word.length > 1 && opens(reader, at) && closes(reader, to);
  return fits ? to : at;
}

function isCertain(reader: Reader, at: number, to: number, first: Token): boolean {
  return !isFirstOfSentence(reader, at) || to > at + 1 || isLikely(first, reader.lexicon);
}

/** A word with a capital only because it is the first: a name, unless a list or its shape says otherwise. */
function isLikely({ unknown, word }: Token, lexicon: Lexicon): boolean {
  return unknown && !isOrdinary(word, lexicon);
}

function isFirstOfSentence({ tokens, lexicon }: Reader, at: number): boolean {
  if (at === 0) return true;
  return /^[.!?\n]$/u.test(wordAt(tokens, at - 1)) && !lexicon.has('title', wordAt(tokens, at - 2));
}

/** "van der Sluis" begins with its prefix where something leads to a name, and a name follows. */
function beginsWithPrefix({ tokens, lexicon }: Reader, at: number, first: Token): boolean {
  if (!lexicon.has('prefix', first.word) || first.unknown) return false;
  const before = wordAt(tokens, at - 1) === '.' ? wordAt(tokens, at - 2) : wordAt(tokens, at - 1);
  const introduced = ['title', 'role', 'personBefore'].some((name) => lexicon.has(name, before));
  const next = afterPrefixes(tokens, at, lexicon);
  const name = tokens.slice(next, next + 1).some((token) => token.capital && isNamePart(token, lexicon));
  return name && (introduced || first.capital);
}

function afterPrefixes(tokens: readonly Token[], at: number, lexicon: Lexicon): number {
  let next = at;
  while (lexicon.has('prefix', wordAt(tokens, next))) next += 1;
  return next;
}

/** A word of a name, or an initial: "J." */
function isPart(tokens: readonly Token[], at: number, token: Token, lexicon: Lexicon): boolean {
  return isNamePart(token, lexicon) || (isInitial(token) && wordAt(tokens, at + 1) === '.');
}

function isNamePart({ kind, word, product, unknown, capital }: Token, lexicon: Lexicon): boolean {
  if (kind !== 'word' || product !== undefined || /[\d_]/u.test(word)) return false;
  if (unknown) return capital || !isOrdinary(word, lexicon);
  return capital && (lexicon.has('firstName', word) || lexicon.isForeign(word));
}

/** Behind a first name a capital is enough: "Omar Said", "Grace Young". */
function isSurname({ kind, capital, word, product }: Token, lexicon: Lexicon): boolean {
  if (kind !== 'word' || !capital || product !== undefined || word.length < 2) return false;
  return !['notSurname', 'remove', 'licence', 'title', 'role', 'data', 'device', 'account'].some((name) =>
    lexicon.has(name, word),
  );
}

/** By its ending or its shape a word of the language, whatever the lists miss; in lower case it is no name. */
function isOrdinary(word: string, lexicon: Lexicon): boolean {
  return firstMatch(lexicon, 'ordinaryWord', word) !== undefined;
}

function isInitial({ kind, capital, word }: Token): boolean {
  return kind === 'word' && capital && word.length === 1;
}

/** The end of a name that has begun: more words of the same case, prefixes before one, initials, hyphens. */
function extend({ tokens, lexicon }: Reader, start: number, capital: boolean): number {
  let to = Math.max(start + 1, afterPrefixes(tokens, start, lexicon));
  for (;;) {
    const joint = jointAt(tokens, to);
    const next = joint === '-' ? to + 1 : afterPrefixes(tokens, joint === '' ? to : to + 1, lexicon);
    const [token] = tokens.slice(next, next + 1);
    const bare = next === to && token !== undefined && isSurname(token, lexicon);
    if (token === undefined || !(bare || isPart(tokens, next, token, lexicon))) return to;
    if (joint === '-' ? !token.glued : token.capital !== capital) return to;
    to = next + 1;
  }
}

/** What may join two parts of a name: a hyphen, or the full stop of an initial. */
function jointAt(tokens: readonly Token[], at: number): string {
  const [before, mark] = tokens.slice(at - 1, at + 1);
  if (before === undefined || mark?.kind !== 'mark' || !mark.glued) return '';
  return mark.word === '-' || (mark.word === '.' && isInitial(before)) ? mark.word : '';
}

/** Can a name begin after the token before `at`? */
function opens({ tokens, lexicon }: Reader, at: number): boolean {
  const [before] = at === 0 ? [] : tokens.slice(at - 1, at);
  if (before === undefined || isEdge(before)) return true;
  if (lexicon.has('asks', before.word))
    return at === 1 || tokens.slice(at - 2, at - 1).some(({ kind }) => kind === 'mark');
  const classes = ['personBefore', 'title', 'role', 'remove', 'licence', 'and', 'all'];
  return (
    classes.some((name) => lexicon.has(name, before.word)) ||
    endings(before).some((word) => lexicon.has('personBefore', word))
  );
}

/** Can a name end before the token at `to`? */
function closes({ tokens, lexicon }: Reader, to: number): boolean {
  const [after] = tokens.slice(to, to + 1);
  if (after === undefined || isEdge(after) || lexicon.has('possessive', after.word)) return true;
  const classes = ['personAfter', 'licence', 'and', 'remove', 'keep', 'honorific'];
  return (
    classes.some((name) => lexicon.has(name, after.word)) ||
    beginnings(after).some((word) => lexicon.has('personAfter', word))
  );
}

function isEdge({ kind, product, capital }: Token): boolean {
  return (
    (kind === 'han' && capital) || kind === 'mark' || kind === 'upn' || kind === 'mention' || product !== undefined
  );
}

/** Chinese words are cut as long as possible: 有哪些 begins with 有, and that is what counts here. */
function beginnings({ kind, word }: Token): string[] {
  return kind === 'han' ? [word.slice(0, 1), word.slice(0, 2)] : [];
}

function endings({ kind, word }: Token): string[] {
  return kind === 'han' ? [word.slice(-1), word.slice(-2)] : [];
}

function person(reader: Reader, from: number, to: number): Person {
  const own = reader.tokens.slice(from, to);
  const start = Math.min(...own.map((token) => token.start));
  const end = Math.max(...own.map((token) => token.end)) - (hasGluedGenitive(reader, to) ? 1 : 0);
  return {
    from,
    to,
    start,
    end,
    isAddress: own.some(({ kind }) => kind === 'upn'),
    words: own.map(({ word }) => word),
  };
}

/** "Omars E3", "ezras visio": an -s without apostrophe that belongs to the grammar and not to the name. */
function hasGluedGenitive({ tokens, lexicon }: Reader, to: number): boolean {
  const last = wordAt(tokens, to - 1);
  if (!/[^siu]s$/u.test(last) || lexicon.has('namesInS', last) || last.includes('@')) return false;
  return tokens
    .slice(to, to + 1)
    .some(({ product, word }) => product !== undefined || lexicon.has('licence', word) || lexicon.has('account', word));
}

/** A name and an address of one person side by side: the address stays. */
function withoutAliases(people: readonly Person[], reader: Reader): Person[] {
  const hasAddress = (one: Person): boolean =>
    !one.isAddress && people.some((other) => other.isAddress && areSame(one, other, reader));
  return people.filter((one) => !hasAddress(one));
}

function areSame(one: Person, other: Person, { tokens, lexicon }: Reader): boolean {
  const [first, second] = one.from < other.from ? [one, other] : [other, one];
  const between = tokens.slice(first.to, second.from).map(({ word }) => word);
  if (!between.every((word) => /^[(<[/|:=,-]$/u.test(word) || lexicon.has('possessive', word))) return false;
  return !between.includes(',') || one.words.some((word) => word.length > 2 && other.words.join().includes(word));
}
