import { distance } from 'fastest-levenshtein';
import type { TenantId } from '../../core/identity.ts';
import type { DirectoryPerson } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { fold, readMention } from './mention.ts';
import { quoted } from './odata.ts';
import { graphUser, personFrom, personSelect } from './person.ts';
import type { GraphUser } from './person.ts';
import { scopes } from './scopes.ts';

const mostSuggestions = 5;
/** One page of Graph's largest size per question: a suggestion is not worth reading a whole directory. */
const mostCandidates = 999;
/** More than this share of the letters different is another name, not a slip. */
const likeness = 0.4;

/** Graph has no fuzzy search over the directory, so near names are told here, among those that begin alike. */
export async function suggestPeople(
  calls: GraphCalls,
  tenantId: TenantId,
  written: string,
): Promise<DirectoryPerson[]> {
  const mention = readMention(written);
  if (mention === undefined) return [];
  const answers = await Promise.all(questions(mention.words).map((filter) => candidates(calls, filter)));
  const people = new Map(answers.flat().map((user) => [user.id, user]));
  return [...people.values()]
    .map((user) => ({ user, away: awayFrom(mention.words, user) }))
    .filter(({ away }) => away <= Math.max(1, Math.floor(mention.text.length * likeness)))
    .toSorted((a, b) => a.away - b.away || (a.user.displayName ?? '').localeCompare(b.user.displayName ?? ''))
    .slice(0, mostSuggestions)
    .map(({ user }) => personFrom(user, tenantId));
}

function candidates(calls: GraphCalls, filter: string): Promise<GraphUser[]> {
  const path = `/users?$filter=${encodeURIComponent(filter)}&${personSelect}&$top=${mostCandidates}`;
  return calls.readAll({ path, scopes: scopes.readPeople, schema: graphUser, atMost: mostCandidates });
}

/** Narrow first: in a large tenant the page of everybody under one letter is full long before the right one. */
function questions(words: readonly string[]): string[] {
  const starts = (property: string, value: string): string => `startswith(${property},${quoted(value)})`;
  const anyName = (value: string): string =>
    [starts('displayName', value), starts('givenName', value), starts('surname', value)].join(' or ');
  const initials = words.map((word) => beginning(word, 1));
  const [given, family] = [initials[0] ?? '', initials.at(-1) ?? ''];
  const pair = `(${starts('givenName', given)} and ${starts('surname', family)}) or (${starts('givenName', family)} and ${starts('surname', given)})`;
  const beginnings = words.map((word) => anyName(beginning(word, 3)));
  return [
    ...new Set([...beginnings.slice(0, 3), words.length > 1 ? pair : anyName(given), starts('displayName', given)]),
  ];
}

function beginning(word: string, letters: number): string {
  return Array.from(word).slice(0, letters).join('');
}

/** In either order of the names; one word alone is held against each name by itself too. */
function awayFrom(words: readonly string[], user: GraphUser): number {
  const wanted = fold(words.join(' '));
  const names = fold(user.displayName ?? '').split(/[\s,]+/);
  const whole = [names.join(' '), names.toReversed().join(' ')];
  return Math.min(...[...whole, ...(words.length === 1 ? names : [])].map((name) => distance(wanted, name)));
}
