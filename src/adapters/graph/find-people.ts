import type { DirectoryPerson } from '../../core/ports.ts';
import type { TenantId } from '../../core/identity.ts';
import type { GraphCalls } from './graph-calls.ts';
import { readMention } from './mention.ts';
import type { Mention } from './mention.ts';
import { quoted, searchClause } from './odata.ts';
import { graphUser, personFrom, personSelect } from './person.ts';
import type { GraphUser } from './person.ts';
import { scopes } from './scopes.ts';

const mostPeople = 25;

/**
 * Two ways at once: `$search` finds words anywhere in the display name but from an index that may lag, `$filter` finds
 * beginnings of names and addresses. A full address names one person and stops there.
 */
export async function findPeople(calls: GraphCalls, tenantId: TenantId, written: string): Promise<DirectoryPerson[]> {
  const mention = readMention(written);
  if (mention === undefined) return [];
  const exact = mention.text.includes('@') ? await byAddress(calls, mention.text) : [];
  const found = exact.length > 0 ? exact : await byName(calls, mention);
  return found.map((user) => personFrom(user, tenantId));
}

async function byAddress(calls: GraphCalls, address: string): Promise<GraphUser[]> {
  const found = await filtered(calls, `userPrincipalName eq ${quoted(address)} or mail eq ${quoted(address)}`);
  const named = found.filter((user) => user.userPrincipalName.toLowerCase() === address.toLowerCase());
  return named.length > 0 ? named : found;
}

async function byName(calls: GraphCalls, mention: Mention): Promise<GraphUser[]> {
  const [started, contained] = await Promise.all([filtered(calls, startsLike(mention)), searched(calls, mention)]);
  const people = [...new Map([...started, ...contained].map((user) => [user.id, user])).values()];
  const sameName = (user: GraphUser): boolean => user.displayName?.toLowerCase() === mention.text.toLowerCase();
  return [...people.filter(sameName), ...people.filter((user) => !sameName(user))].slice(0, mostPeople);
}

function filtered(calls: GraphCalls, filter: string): Promise<GraphUser[]> {
  const path = `/users?$filter=${encodeURIComponent(filter)}&${personSelect}&$top=${mostPeople}`;
  return calls.readAll({ path, scopes: scopes.readPeople, schema: graphUser, atMost: mostPeople });
}

function searched(calls: GraphCalls, mention: Mention): Promise<GraphUser[]> {
  const search = encodeURIComponent(containsAll(mention));
  const path = `/users?$search=${search}&${personSelect}&$top=${mostPeople}`;
  // A tenant whose directory has no search index (Azure AD B2C) answers 400; the filter still finds people.
  return calls.readAll({
    path,
    scopes: scopes.readPeople,
    schema: graphUser,
    eventual: true,
    atMost: mostPeople,
    nothingOn: [400],
  });
}

/** Every word must be in the display name; one word alone may also begin the address. */
function containsAll({ words, address }: Mention): string {
  const names = words.map((word) => searchClause('displayName', word)).join(' AND ');
  if (words.length > 1 || address === undefined) return names;
  return [names, searchClause('mail', address), searchClause('userPrincipalName', address)].join(' OR ');
}

function startsLike({ text, words, address }: Mention): string {
  const starts = (property: string, value: string): string => `startswith(${property},${quoted(value)})`;
  const [first = '', ...rest] = words;
  const both = (given: string, family: string): string =>
    `(${starts('givenName', given)} and ${starts('surname', family)})`;
  const names =
    rest.length === 0
      ? [starts('givenName', first), starts('surname', first)]
      : [both(first, rest.join(' ')), both(words.at(-1) ?? '', words.slice(0, -1).join(' '))];
  const addresses = address === undefined ? [] : [starts('mail', address), starts('userPrincipalName', address)];
  return [starts('displayName', text), ...names, ...addresses].join(' or ');
}
