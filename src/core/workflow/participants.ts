import { refused, ok } from '../errors.ts';
import type { MayApprove, Problem, Result } from '../errors.ts';
import { keyOf, samePerson } from '../identity.ts';
import type { Person, PersonKey, UserId } from '../identity.ts';
import type { Plan } from '../plan.ts';
import { approvalScopes, holdsOnlyBilling, policyFor, removalScopes } from '../policy.ts';
import type { Policy } from '../policy.ts';
import type { DirectoryPerson, DirectoryReader } from '../ports.ts';
import { tenantWide, unitsIn } from '../role-scope.ts';
import { enoughInGroup, missingMembership } from './approver-group.ts';
import type { Workflow } from './deps.ts';
import { reachableAmong } from './reachable.ts';
import { whereaboutsOf } from './whereabouts.ts';

/** Whether this person may remove these licences now: account enabled, a role that allows it for everybody in the plan. */
export async function checkRequester(reader: DirectoryReader, id: UserId, plan: Plan): Promise<Result<Person>> {
  const person = await reader.readPerson(id);
  if (!person?.accountEnabled) return refused({ kind: 'account-disabled', who: 'requester' });
  const roles = await reader.readRoles(id);
  const missing = await missingReach(reader, removalScopes(roles), plan);
  if (missing === undefined) return ok(asPerson(person));
  if (missing !== 'no-role') return refused(missing);
  return refused(holdsOnlyBilling(roles) ? { kind: 'billing-role-only' } : { kind: 'role-missing', who: 'requester' });
}

/** Instead of a plan: whether somebody may approve at all, for whomever. */
export const anybody = 'anybody';

/**
 * Whether this person may approve this now, by every one of the policies: no guest, account enabled, in the policy's
 * group or with one of its roles.
 */
export async function checkApprover(
  reader: DirectoryReader,
  id: UserId,
  policies: readonly Policy[],
  plan: Plan | typeof anybody,
): Promise<Result<Person>> {
  const found = await findAccount(reader, id);
  if (!found.ok) return found;
  for (const rules of differing(policies)) {
    const missing = await missingRight(reader, id, rules, plan);
    if (missing) return refused(missing);
  }
  return found;
}

/** Whether this person may approve anything at all: by the policy of one operation, for whomever. */
export async function checkAnyApprover(
  { policies }: Pick<Workflow, 'policies'>,
  reader: DirectoryReader,
  id: UserId,
): Promise<Result<Person>> {
  const found = await findAccount(reader, id);
  if (!found.ok) return found;
  const rights = differing(Object.values(policies)).map((rules) => missingRight(reader, id, rules, anybody));
  const missing = await Promise.all(rights);
  const [problem] = missing;
  return problem === undefined || missing.includes(undefined) ? found : refused(problem);
}

async function findAccount(reader: DirectoryReader, id: UserId): Promise<Result<Person>> {
  const person = await reader.readPerson(id);
  if (!person?.accountEnabled) return refused({ kind: 'account-disabled', who: 'approver' });
  return person.guest ? refused({ kind: 'guest' }) : ok(asPerson(person));
}

/** Policies that let the same people approve are asked once. */
function differing(policies: readonly Policy[]): Policy[] {
  const key = ({ approverGroup, approverRoles }: Policy): string => JSON.stringify([approverGroup, approverRoles]);
  return [...new Map(policies.map((rules) => [key(rules), rules])).values()];
}

/** What keeps somebody from approving: the policy asks for a role, or for a place in a group. */
async function missingRight(
  reader: DirectoryReader,
  id: UserId,
  rules: Policy,
  plan: Plan | typeof anybody,
): Promise<Problem | undefined> {
  if (rules.approverGroup) return missingMembership(reader, id, rules.approverGroup);
  const missing = await missingReach(reader, approvalScopes(await reader.readRoles(id), rules), plan);
  return missing === 'no-role' ? { kind: 'role-missing', who: 'approver' } : missing;
}

/** A role held for an administrative unit counts only when everybody in the plan is inside. */
async function missingReach(
  reader: DirectoryReader,
  scopes: readonly string[],
  plan: Plan | typeof anybody,
): Promise<'no-role' | Problem | undefined> {
  const units = unitsIn(scopes);
  if (units.length === 0) return scopes.includes(tenantWide) ? undefined : 'no-role';
  const outside = plan === anybody ? undefined : await whereaboutsOf(reader, plan).outside(scopes);
  if (!outside) return undefined;
  const names = await Promise.all(units.map((unit) => reader.readUnitName(unit)));
  return { kind: 'outside-units', units: names, displayName: outside.displayName };
}

function involvedIn(plan: Plan, requester: PersonKey): PersonKey[] {
  return [keyOf(requester), ...plan.targets.map((target) => ({ tenantId: plan.tenantId, userId: target.user.userId }))];
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
  flow: Workflow,
  reader: DirectoryReader,
  plan: Plan,
  requester: PersonKey,
): Promise<FoundApprovers> {
  const involved = involvedIn(plan, requester);
  const holders = await holdersFor(reader, policyFor(flow, plan), plan);
  const eligible = peopleBut(holders, involved);
  return { eligible, reachable: await reachableAmong(flow, eligible, requester) };
}

/**
 * Who could stand in for an approver: may approve an operation for everybody and can be reached. Nothing is installed to
 * find out.
 */
export async function findDeputies(
  { contacts, policies }: Pick<Workflow, 'contacts' | 'policies'>,
  reader: DirectoryReader,
  approver: PersonKey,
): Promise<Person[]> {
  const holders = await Promise.all(
    differing(Object.values(policies)).map(({ approverGroup, approverRoles }) =>
      approverGroup
        ? reader.readMembers(approverGroup)
        : reader.readRoleHolders(approverRoles, () => Promise.resolve([])),
    ),
  );
  const people = [...new Map(holders.flat().map((each) => [each.userId, each])).values()];
  return reachableAmong({ contacts }, peopleBut(people, [approver]), approver);
}

/** No guests, no disabled accounts, and nobody of these. */
function peopleBut(holders: readonly DirectoryPerson[], not: readonly PersonKey[]): Person[] {
  return holders
    .filter((holder) => mayEverApprove(holder) && !not.some((each) => samePerson(each, holder)))
    .map(asPerson);
}

/** Whatever role or group they have: guests and disabled accounts approve nothing. */
export function mayEverApprove({ accountEnabled, guest }: DirectoryPerson): boolean {
  return accountEnabled && !guest;
}

async function rightToApprove(reader: DirectoryReader, { approverGroup, approverRoles }: Policy): Promise<MayApprove> {
  if (approverGroup === undefined) return { kind: 'roles', roles: approverRoles };
  return { kind: 'group', groupName: await reader.readGroupName(approverGroup) };
}

/** Refused when too few can be asked: with those who could be, what lets somebody approve, and whom else to turn to. */
export async function enoughApprovers(
  { adminContact }: Pick<Workflow, 'adminContact'>,
  reader: DirectoryReader,
  { eligible, reachable }: FoundApprovers,
  rules: Policy,
): Promise<Result<Person[]>> {
  const enough = await enoughInGroup(reader, rules, eligible.length);
  if (!enough.ok) return enough;
  if (reachable.length >= rules.approvals) return ok(reachable);
  const why = {
    unreached: eligible.filter((each) => !reachable.some((reached) => samePerson(reached, each))),
    mayApprove: await rightToApprove(reader, rules),
    ...(adminContact === undefined ? {} : { contact: adminContact }),
  };
  if (reachable.length === 0) return refused({ kind: 'no-approver', ...why });
  return refused({ kind: 'too-few-approvers', needed: rules.approvals, reached: reachable.length, ...why });
}

/** Who is in the policy's group, or holds one of its roles for everybody in the plan. */
async function holdersFor(reader: DirectoryReader, rules: Policy, plan: Plan): Promise<DirectoryPerson[]> {
  if (rules.approverGroup) return reader.readMembers(rules.approverGroup);
  const whereabouts = whereaboutsOf(reader, plan);
  const holders = await reader.readRoleHolders(rules.approverRoles, () => whereabouts.units());
  const outside = await Promise.all(holders.map((holder) => whereabouts.outside(holder.scopes)));
  return holders.filter((_, index) => outside[index] === undefined);
}
