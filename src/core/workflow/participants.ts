import { refused, ok } from '../errors.ts';
import type { Result } from '../errors.ts';
import { samePerson } from '../identity.ts';
import type { Person, PersonKey, UserId } from '../identity.ts';
import { holdsOnlyBilling, mayApprove, mayRemoveLicenses } from '../policy.ts';
import type { Policy } from '../policy.ts';
import type { ContactBook, DirectoryPerson, DirectoryReader } from '../ports.ts';

/** Whether this person may remove licences now: account enabled, a role that allows it tenant-wide. */
export async function checkRequester(reader: DirectoryReader, id: UserId): Promise<Result<Person>> {
  const person = await reader.readPerson(id);
  if (!person?.accountEnabled) return refused({ kind: 'account-disabled', who: 'requester' });
  const roles = await reader.readRoles(id);
  if (mayRemoveLicenses(roles)) return ok(asPerson(person));
  return refused(holdsOnlyBilling(roles) ? { kind: 'billing-role-only' } : { kind: 'role-missing', who: 'requester' });
}

/** Whether this person may approve now, by every one of the policies: no guest, account enabled, a role tenant-wide. */
export async function checkApprover(
  reader: DirectoryReader,
  id: UserId,
  policies: readonly Policy[],
): Promise<Result<Person>> {
  const person = await reader.readPerson(id);
  if (!person?.accountEnabled) return refused({ kind: 'account-disabled', who: 'approver' });
  if (person.guest) return refused({ kind: 'guest' });
  const roles = await reader.readRoles(id);
  const may = policies.every((rules) => mayApprove(roles, rules));
  return may ? ok(asPerson(person)) : refused({ kind: 'role-missing', who: 'approver' });
}

function asPerson({ tenantId, userId, displayName, userPrincipalName }: DirectoryPerson): Person {
  return { tenantId, userId, displayName, userPrincipalName };
}

/** Who may approve, and who of them can be reached. */
export interface FoundApprovers {
  eligible: Person[];
  reachable: Person[];
}

/** Everybody who may approve: not the requester, nobody whom the request is about, no guests, no disabled accounts. */
export async function findApprovers(
  reader: DirectoryReader,
  contacts: ContactBook,
  rules: Policy,
  involved: readonly PersonKey[],
): Promise<FoundApprovers> {
  const holders = await reader.readRoleHolders(rules.approverRoles);
  const eligible = holders
    .filter((holder) => holder.accountEnabled && !holder.guest && !involved.some((each) => samePerson(each, holder)))
    .map(asPerson);
  const known = await Promise.all(eligible.map((each) => contacts.find(each)));
  return { eligible, reachable: eligible.filter((_, index) => known[index] !== undefined) };
}

/** Refused with the eligible people, whom somebody can ask to open Farewell, when too few of them can be reached. */
export function enoughApprovers({ eligible, reachable }: FoundApprovers, rules: Policy): Result<Person[]> {
  if (reachable.length === 0) return refused({ kind: 'no-approver', eligible });
  if (reachable.length >= rules.approvals) return ok(reachable);
  return refused({ kind: 'too-few-approvers', needed: rules.approvals, eligible });
}
