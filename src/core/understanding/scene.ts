import type { Lexicon } from './lexicon.ts';
import type { Person } from './people.ts';
import { PRODUCT, USER } from './rules.ts';
import { wordAt, type Token } from './token.ts';

/** A stretch of the message between two boundaries, with the people and products (by number) that stand in it. */
export interface Clause {
  text: string;
  users: number[];
  products: number[];
}

/** The message as rules see it: names replaced by placeholders, lists drawn together to one. */
export interface Scene {
  text: string;
  sentences: Clause[][];
  /** The numbers behind each placeholder of `text`, in order. */
  users: number[][];
  products: number[][];
}

interface Item {
  text: string;
  glued: boolean;
  /** Whose placeholder this is. */
  ids: number[];
}

export function createScene(tokens: readonly Token[], people: readonly Person[], lexicon: Lexicon): Scene {
  const items = collapse(itemsOf(tokens, people, lexicon), lexicon);
  const text = items
    .map((item) => (item.glued ? item.text : ` ${item.text}`))
    .join('')
    .replace(lexicon.pause, ',')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim();
  const idsOf = (mark: string): number[][] => items.filter((item) => item.text === mark).map(({ ids }) => ids);
  const [users, products] = [idsOf(USER), idsOf(PRODUCT)];
  return { text, users, products, sentences: sentencesOf(text, users, products, lexicon) };
}

function itemsOf(tokens: readonly Token[], people: readonly Person[], lexicon: Lexicon): Item[] {
  const items: Item[] = [];
  let apart = false;
  for (const [at, token] of tokens.entries()) {
    const glued: boolean = token.glued && !apart;
    const item = itemAt(tokens, people, at, token);
    const silent = item?.ids.length === 0 && isSilent(tokens, people, at, token, lexicon);
    apart = silent && (!glued || joinsWords(token, wordAt(tokens, at + 1), lexicon));
    if (item && !silent) items.push({ ...item, glued });
  }
  return items;
}

/** "Microsoft-tenant" is two words for the rules; "log-in" is one. */
function joinsWords({ word }: Token, next: string, lexicon: Lexicon): boolean {
  return word === '-' && ['tenant', 'licence', 'account'].some((name) => lexicon.has(name, next));
}

/** A word, or the placeholder of what begins here; nothing inside a name. */
function itemAt(tokens: readonly Token[], people: readonly Person[], at: number, token: Token): Item | undefined {
  const { glued, word, product } = token;
  const user = people.findIndex(({ from, to }) => at >= from && at < to);
  if (user >= 0) return people.some(({ from }) => from === at) ? { text: USER, glued, ids: [user] } : undefined;
  if (product === undefined) return { text: word, glued, ids: [] };
  return tokens[at - 1]?.product === product ? undefined : { text: PRODUCT, glued, ids: [product] };
}

/** Quotation marks, hyphens inside words, "Mrs" before a name and its full stop: no rule could want them. */
function isSilent(
  tokens: readonly Token[],
  people: readonly Person[],
  at: number,
  token: Token,
  lexicon: Lexicon,
): boolean {
  const { kind, word, glued } = token;
  const before = (place: number): boolean => people.some(({ from }) => from === place);
  if (kind !== 'mark') return lexicon.has('title', word) && before(wordAt(tokens, at + 1) === '.' ? at + 2 : at + 1);
  if (/["'@*_<()]/u.test(word)) return true;
  const inside = glued && tokens.slice(at + 1, at + 2).some((next) => next.glued);
  if (word === '-') return inside && tokens[at - 1]?.product === undefined;
  return word === '.' && lexicon.has('title', wordAt(tokens, at - 1));
}

/** "Ana, Bob and Carl" becomes one placeholder, unless what follows the comma begins a statement about the next one. */
function collapse(items: readonly Item[], lexicon: Lexicon): Item[] {
  const merged: Item[] = [];
  for (const [at, item] of items.entries()) {
    const joint = item.ids.length === 0 ? 0 : jointBefore(merged, item.text, lexicon);
    const [target] = merged.slice(-1 - joint);
    const next = items.slice(at + 1, at + 2).map(({ text }) => text);
    if (joint === 0 || target === undefined || isApart(merged, joint, next, lexicon)) {
      merged.push({ ...item });
      continue;
    }
    merged.splice(merged.length - joint, joint);
    target.ids = [...target.ids, ...item.ids];
  }
  return merged;
}

/** How many separators stand between the list so far and its next name; 0 when there is no list. */
function jointBefore(merged: readonly Item[], mark: string, lexicon: Lexicon): number {
  for (let joint = 1; joint <= 3; joint += 1) {
    if (
      !merged
        .slice(-joint)
        .slice(0, 1)
        .some((item) => isSeparator(item, lexicon))
    )
      return 0;
    if (merged.slice(-1 - joint, -joint).some(({ text }) => text === mark)) return joint;
  }
  return 0;
}

function isSeparator({ text }: Item, lexicon: Lexicon): boolean {
  return /^[,、/&+;|]$/u.test(text) || lexicon.has('and', text) || lexicon.has('listFiller', text);
}

/** "Not Ana, Bob" and "remove it from Ana, Bob keeps his" are no lists. */
function isApart(merged: readonly Item[], joint: number, next: readonly string[], lexicon: Lexicon): boolean {
  const before = merged.slice(0, -1 - joint).slice(-2);
  if (before.some(({ text }) => lexicon.has('not', text))) return true;
  const removes = merged.some(({ text }) => lexicon.has('remove', text));
  return (
    removes &&
    next.some((text) => !lexicon.has('and', text)) &&
    next.some((text) => lexicon.has('keep', text) || lexicon.has('personAfter', text))
  );
}

const SENTENCES = /(?<=[.!?\n](?!\S)|[.!?\n](?=[\p{Script=Han}UP]))/u;

function sentencesOf(text: string, users: number[][], products: number[][], lexicon: Lexicon): Clause[][] {
  const [user, product] = [oneByOne(users), oneByOne(products)];
  return text.split(SENTENCES).map((sentence) =>
    sentence.split(lexicon.boundary).map((part) => ({
      text: part.trim(),
      users: Array.from(part).flatMap((char) => (char === USER ? user() : [])),
      products: Array.from(part).flatMap((char) => (char === PRODUCT ? product() : [])),
    })),
  );
}

function oneByOne(groups: readonly number[][]): () => number[] {
  let at = 0;
  return () => {
    at += 1;
    return groups.slice(at - 1, at).flat();
  };
}
