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

/** Whether this person may approve now: no guest, account enabled, one of the policy's roles tenant-wide. */
export async function checkApprover(reader: DirectoryReader, id: UserId, rules: Policy): Promise<Result<Person>> {
  const person = await reader.readPerson(id);
  if (!person?.accountEnabled) return refused({ kind: 'account-disabled', who: 'approver' });
  if (person.guest) return refused({ kind: 'guest' });
  const roles = await reader.readRoles(id);
  return mayApprove(roles, rules) ? ok(asPerson(person)) : refused({ kind: 'role-missing', who: 'approver' });
}

function asPerson({ tenantId, userId, displayName, userPrincipalName }: DirectoryPerson): Person {
  return { tenantId, userId, displayName, userPrincipalName };
}

/**
 * Everybody who may approve and can be reached: not the requester, nobody whom the request is about, no guests, no
 * disabled accounts. Refused with the eligible but unreachable people when nobody is left to ask.
 */
export async function findApprovers(
  reader: DirectoryReader,
  contacts: ContactBook,
  rules: Policy,
  involved: readonly PersonKey[],
): Promise<Result<Person[]>> {
  const holders = await reader.readRoleHolders(rules.approverRoles);
  const eligible = holders
    .filter((holder) => holder.accountEnabled && !holder.guest && !involved.some((each) => samePerson(each, holder)))
    .map(asPerson);
  const known = await Promise.all(eligible.map((each) => contacts.find(each)));
  const reachable = eligible.filter((_, index) => known[index] !== undefined);
  if (reachable.length === 0) return refused({ kind: 'no-approver', eligible });
  if (reachable.length >= rules.approvals) return ok(reachable);
  return refused({ kind: 'too-few-approvers', needed: rules.approvals, eligible });
}
