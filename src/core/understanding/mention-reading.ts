import type { Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { scopes, type Scope } from './intent.ts';
import { endingOf, type Piece } from './mention-pieces.ts';
import { likeliest } from './mention-tags.ts';
import type { NetworkReading } from './network.ts';

export interface Mentions {
  users: string[];
  products: string[];
  scope: Scope;
}

/** A name that was found, as a range of pieces and of characters. */
export interface Mention {
  what: 'users' | 'products';
  from: number;
  to: number;
  start: number;
  end: number;
}

/** Who and what a removal or a list is about, as the network reads it. */
export function mentionsOf(evidence: Evidence, pieces: readonly Piece[], reading: NetworkReading): Mentions {
  const scores = reading.tags.map((likely, at) =>
    likely.map((share, tag) =>
      isImpossible(tag, pieces.slice(Math.max(0, at - 1), at + 1)) ? -Infinity : Math.log(share),
    ),
  );
  const mentions = joinedByHyphens(spansOf(likeliest(scores), pieces), evidence.text).map((tagged) => {
    const mention = withoutTitle(tagged, pieces, evidence);
    return reading.leaves[mention.to - 1] ? withoutEnding(mention, pieces, evidence) : mention;
  });
  const named = namesOf(withoutAliases(mentions, pieces, evidence), evidence.text);
  const likely = scopes
    .map((scope, at) => ({ scope, share: Number(reading.scopes[at]) }))
    .filter(({ scope }) => isPossible(scope, named))
    .reduce((one, other) => (other.share > one.share ? other : one));
  return { ...named, scope: likely.scope };
}

/** An address or a mention is a whole name; no name goes over a line, and no product into a remark in parentheses. */
function isImpossible(tag: number, ending: readonly Piece[]): boolean {
  if (tag === 0) return false;
  const own = ending.slice(-1);
  if (tag % 2 === 1) return tag === 3 && own.some(isWhole);
  return ending.some(isWhole) || own.some(({ word, product }) => word === '\n' || (word === '(' && product === '-'));
}

function isWhole({ token }: Piece): boolean {
  return token.kind === 'upn' || token.kind === 'mention';
}

export function spansOf(tags: readonly number[], pieces: readonly Piece[]): Mention[] {
  const mentions: Mention[] = [];
  let open: Mention | undefined;
  for (const [at, { start, end }] of pieces.entries()) {
    const tag = Number(tags[at]);
    if (tag % 2 === 1) {
      open = { what: tag === 1 ? 'users' : 'products', from: at, to: at + 1, start, end };
      mentions.push(open);
    } else if (open !== undefined && tag > 0) [open.to, open.end] = [at + 1, end];
    else open = undefined;
  }
  return mentions;
}

/** "Jae-won Lim" is one name, whatever its parts were taken for. */
function joinedByHyphens(mentions: readonly Mention[], text: string): Mention[] {
  return mentions.reduce<Mention[]>((joined, mention) => {
    const last = joined.at(-1);
    const areUsers = last?.what === 'users' && mention.what === 'users';
    const goesOn = areUsers && /^-\S* ?$/u.test(text.slice(last.end, mention.start));
    return goesOn ? [...joined.slice(0, -1), { ...last, to: mention.to, end: mention.end }] : [...joined, mention];
  }, []);
}

/** "Dr. Silva" is Silva; a Chinese title is a part of the name. */
function withoutTitle(mention: Mention, pieces: readonly Piece[], { lexicon }: Evidence): Mention {
  const own = pieces.slice(mention.from, mention.to);
  const name = own.findIndex(
    ({ word, token }) => token.kind === 'han' || !(lexicon.has('title', token.word) || word === '.'),
  );
  const [first] = own.slice(Math.max(0, name), Math.max(0, name) + 1);
  return mention.what === 'users' && first ? { ...mention, start: first.start } : mention;
}

function withoutEnding(mention: Mention, pieces: readonly Piece[], { lexicon }: Evidence): Mention {
  const [ending = ''] = pieces.slice(mention.to - 1, mention.to).map(({ word }) => endingOf(word, lexicon));
  return { ...mention, end: mention.end - ending.length };
}

/** "Ana (ana@contoso.com)" is one person: the address stays. */
function withoutAliases(mentions: readonly Mention[], pieces: readonly Piece[], evidence: Evidence): Mention[] {
  const users = mentions.filter(({ what }) => what === 'users');
  const addresses = users.filter(({ from }) => pieces.slice(from, from + 1).some(({ token }) => token.kind === 'upn'));
  const isAlias = (one: Mention): boolean =>
    addresses.some((address) => {
      const [local = ''] = evidence.folded.slice(address.start, address.end).split('@');
      const own = pieces.slice(one.from, one.to).filter(({ word }) => WORD.test(word));
      if (own.every(({ word }) => local.split(/[._-]/u).includes(word))) return true;
      const [first, second] = one.from < address.from ? [one, address] : [address, one];
      return isJoined(pieces.slice(first.to - 1, second.from), local, evidence);
    });
  return mentions.filter((one) => !users.includes(one) || addresses.includes(one) || !isAlias(one));
}

const WORD = /[\p{L}\p{N}]/u;

/** The most that stands between a name and its address: the rest of the name, what an address is called, and marks. */
const JOINT = 6;

/** Whether a name and an address are of one person: between them stands nothing that could begin another name. */
function isJoined([last, ...between]: readonly Piece[], local: string, { lexicon }: Evidence): boolean {
  const announces = ({ token }: Piece): boolean =>
    lexicon.has('account', token.word) || lexicon.has('data', token.word);
  const mark = between.some(announces) ? /^[(<[/|:=,-]$/u : /^[(<[/|:=-]$/u;
  return (
    between.length <= JOINT &&
    between.every(
      (piece) => mark.test(piece.word) || piece.token === last?.token || announces(piece) || local.includes(piece.word),
    )
  );
}

function namesOf(mentions: readonly Mention[], text: string): Pick<Mentions, 'users' | 'products'> {
  const cut = (wanted: Mention['what']): string[] => {
    const byName = new Map<string, string>();
    for (const { what, start, end } of mentions) {
      const name = text.slice(start, end);
      if (what === wanted && !byName.has(fold(name))) byName.set(fold(name), name);
    }
    return [...byName.values()];
  };
  return { users: cut('users'), products: cut('products') };
}

function isPossible(scope: Scope, { users, products }: Pick<Mentions, 'users' | 'products'>): boolean {
  if (scope === 'all_licenses') return products.length === 0;
  return scope === 'listed' || (users.length === 0 && products.length > 0);
}
