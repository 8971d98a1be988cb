import { distance } from 'fastest-levenshtein';
import known from './catalog/entra-roles.json' with { type: 'json' };
import { builtInRole } from './policy.ts';
import type { Policies } from './policy.ts';

/** A built-in role of Microsoft Entra. */
export interface KnownRole {
  /** The template id, which is the id of its definition in every tenant. */
  id: string;
  name: string;
  /** It lets its holders remove licences, and give them back. */
  managesLicenses?: boolean;
  /** Microsoft keeps it for itself, for partners of old or for its synchronisation. */
  notForPeople?: boolean;
}

const roles: readonly KnownRole[] = known.roles;
const byId = new Map(roles.map((role) => [role.id, role]));
const byName = new Map(roles.map((role) => [squash(role.name), role]));

/** When the list of built-in roles was made, as a date; Microsoft adds one every few weeks. */
export const rolesKnownOn = known.asOf;

/** A built-in role by its template id, or by its name however it is spaced and capitalised. */
export function knownRole(text: string): KnownRole | undefined {
  return byId.get(text.trim().toLowerCase()) ?? byName.get(squash(text));
}

function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const SHOWN = 3;
/** Of the longer of two names, the share of letters from which on they are not alike. */
const UNLIKE = 0.5;
/** A slip or two in a GUID: any two of Microsoft's differ by far more. */
const SLIPS = 4;

/** The built-in roles whose names are most like this one, the nearest first; those that approve by default where none is. */
export function nearestRoles(name: string): KnownRole[] {
  const wanted = squash(name);
  const alike = roles
    .map((role) => ({ role, away: apart(wanted, squash(role.name)) }))
    .filter(({ away, role }) => away < UNLIKE && !role.notForPeople)
    .toSorted((a, b) => a.away - b.away)
    .map(({ role }) => role);
  const usual = [builtInRole.globalAdministrator, builtInRole.licenseAdministrator, builtInRole.userAdministrator];
  return alike.length > 0 ? alike.slice(0, SHOWN) : roles.filter(({ id }) => usual.some((each) => each === id));
}

function apart(a: string, b: string): number {
  return distance(a, b) / Math.max(a.length, b.length);
}

/** The built-in role whose template id somebody has probably mistyped. */
export function mistypedRole(id: string): KnownRole | undefined {
  return roles.find((role) => distance(role.id, id) <= SLIPS);
}

/** Ids of roles in these policies that are not built in, as far as is known: roles of the tenants' own, or mistakes. */
export function unknownRoles(policies: Policies): string[] {
  const named = Object.values(policies).flatMap(({ approverRoles }) => approverRoles);
  return [...new Set(named)].filter((id) => knownRole(id) === undefined);
}

/** Built-in roles that may approve by these policies what their holders could not do themselves. */
export function powerlessRoles(policies: Policies): KnownRole[] {
  const named = new Set(Object.values(policies).flatMap(({ approverRoles }) => approverRoles));
  return roles.filter(({ id, managesLicenses }) => named.has(id) && !managesLicenses);
}
