import { fold } from './fold.ts';
import type { Scope } from './intent.ts';
import { featuresOf, hash, type FeatureSettings } from './mention-features.ts';
import { ENDING, likeliest, score, TAGS, type MentionWeights } from './mention-model.ts';
import { endingOf, piecesOf, type MentionSource, type Piece } from './mention-pieces.ts';

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

export const SCOPES: readonly Scope[] = ['listed', 'all_licenses', 'all_users'];

/** Who and what a removal or a list is about, learnt from labelled messages on top of what the rules find. */
export function mentionsOf(source: MentionSource, weights: MentionWeights, settings: FeatureSettings): Mentions {
  const pieces = piecesOf(source);
  const features = featuresOf(source, pieces, settings);
  const emissions = features.map((own, at) =>
    TAGS.map((_, tag) =>
      isImpossible(tag, pieces.slice(Math.max(0, at - 1), at + 1), settings) ? -Infinity : score(own, tag, weights),
    ),
  );
  const mentions = spansOf(likeliest(emissions, weights.steps), pieces).map((tagged) => {
    const mention = withoutTitle(tagged, pieces, source);
    const last = mention.to - 1;
    const leaves = features.slice(last, last + 1).some((own) => score(own, ENDING, weights) > 0);
    return leaves ? withoutEnding(mention, pieces, source) : mention;
  });
  const named = namesOf(withoutAliases(mentions, pieces), source.text);
  if (isAgreed(source, named, settings)) return { ...named, scope: source.decision.scope };
  const scopes = scopeFeatures(source, { pieces, mentions }, settings);
  const scope = SCOPES.filter((one) => isPossible(one, named))
    .map((one) => ({ one, points: score(scopes, SCOPES.indexOf(one), weights) }))
    .reduce((first, second) => (second.points > first.points ? second : first));
  return { ...named, scope: scope.one };
}

/** An address or a mention is a whole name; no name goes over a line, and no product into a remark in parentheses. */
function isImpossible(tag: number, ending: readonly Piece[], { rules }: FeatureSettings): boolean {
  if (tag === 0) return false;
  const own = ending.slice(-1);
  // "Do not touch Bob": to name too few is harmless, to name one too many is not.
  if (rules && own.some(({ spared }) => spared)) return true;
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

/** "Dr. Silva" is Silva; a Chinese title is a part of the name. */
function withoutTitle(mention: Mention, pieces: readonly Piece[], { lexicon }: MentionSource): Mention {
  const own = pieces.slice(mention.from, mention.to);
  const name = own.findIndex(
    ({ word, token }) => token.kind === 'han' || !(lexicon.has('title', token.word) || word === '.'),
  );
  const [first] = own.slice(Math.max(0, name), Math.max(0, name) + 1);
  return mention.what === 'users' && first ? { ...mention, start: first.start } : mention;
}

function withoutEnding(mention: Mention, pieces: readonly Piece[], { lexicon }: MentionSource): Mention {
  const [ending = ''] = pieces.slice(mention.to - 1, mention.to).map(({ word }) => endingOf(word, lexicon));
  return { ...mention, end: mention.end - ending.length };
}

/** "Ana (ana@contoso.com)" is one person: the address stays. */
function withoutAliases(mentions: readonly Mention[], pieces: readonly Piece[]): Mention[] {
  const users = mentions.filter(({ what }) => what === 'users');
  const addresses = users.filter(({ from }) => pieces.slice(from, from + 1).some(({ token }) => token.kind === 'upn'));
  const isAlias = (one: Mention): boolean =>
    addresses.some((address) => {
      const [first, second] = one.from < address.from ? [one, address] : [address, one];
      const between = pieces.slice(first.to, second.from).map(({ word }) => word);
      return first !== second && between.length < 3 && between.every((word) => /^[(<[/|:=-]$/u.test(word));
    });
  return mentions.filter((one) => !users.includes(one) || addresses.includes(one) || !isAlias(one));
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

/** The scope of a list follows from what is named, and "do I have" is the rules' to see. */
function isAgreed(
  { decision }: MentionSource,
  named: Pick<Mentions, 'users' | 'products'>,
  { kind }: FeatureSettings,
): boolean {
  if (kind !== 'list_licenses' || decision.kind !== kind) return false;
  return (['users', 'products'] as const).every((what) => decision[what].length > 0 === named[what].length > 0);
}

function isPossible(scope: Scope, { users, products }: Pick<Mentions, 'users' | 'products'>): boolean {
  if (scope === 'all_licenses') return products.length === 0;
  return scope === 'listed' || (users.length === 0 && products.length > 0);
}

/** What speaks for a scope: the words around the names, and whether there are names at all. */
export function scopeFeatures(
  { decision, lexicon }: MentionSource,
  { pieces, mentions }: { pieces: readonly Piece[]; mentions: readonly Mention[] },
  { kind, rules }: FeatureSettings,
): number[] {
  const count = (wanted: Mention['what']): number => mentions.filter(({ what }) => what === wanted).length;
  const state = `${kind} ${Math.min(2, count('users'))} ${Math.min(2, count('products'))}`;
  const words = ['^'];
  for (const [at, { token, place }] of pieces.entries()) {
    const inside = mentions.find(({ from, to }) => at >= from && at < to);
    if (inside !== undefined && inside.from === at) words.push(`<${inside.what}>`);
    if (inside === undefined && (place === 'S' || place === 'B')) words.push(token.word);
  }
  const names = ['', ...(rules && decision.kind === kind ? [`rule ${decision.scope}`] : [])];
  for (const [at, word] of words.entries()) {
    names.push(`w ${word}`, `b ${words.slice(at, at + 2).join(' ')}`);
    for (const name of ['all', 'everyone', 'unlicensed', 'only', 'licence'])
      if (lexicon.has(name, word)) names.push(`c ${name}`, `cb ${name} ${words.slice(at + 1, at + 2).join()}`);
  }
  return [...new Set(names)].flatMap((name) => [hash(`scope ${name}`), hash(`scope ${state} ${name}`)]);
}
