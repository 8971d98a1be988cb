import { samePerson } from '../identity.ts';
import { operation } from '../plan.ts';
import type { Operation } from '../plan.ts';
import { allowsRemoval } from '../policy.ts';
import type { Policies, Policy } from '../policy.ts';
import type { DirectoryPerson, DirectoryReader } from '../ports.ts';
import { needsNoApproval } from '../request.ts';
import { mayEverApprove } from './participants.ts';

/** A role as the tenant defines it: built in, or the tenant's own. */
export interface RoleDefinition {
  id: string;
  /** Nobody can do anything by a role that is switched off. */
  isEnabled: boolean;
  allowedActions: readonly string[];
}

/** What is read to tell who may approve at all, and who may ask. */
export interface ApproverReader extends Pick<DirectoryReader, 'readRoleHolders' | 'readMembers' | 'readGroupName'> {
  /** Undefined for a role that the tenant does not have. */
  readRoleDefinition(id: string): Promise<RoleDefinition | undefined>;
  readRoleDefinitions(): Promise<RoleDefinition[]>;
}

export interface ApproverCount {
  needed: number;
  /** How many people may approve something, somewhere in the tenant. */
  eligible: number;
  /** Somebody else may ask. Only looked for where all who may approve are needed. */
  othersMayAsk: boolean;
  /** The group that approves, where the policy names one. */
  groupName?: string;
}

/**
 * Whether no request in this tenant could ever be approved: the policy wants more people than there are, or as many, and
 * only they may ask. Nobody approves their own request.
 */
export function isLockedOut({ needed, eligible, othersMayAsk }: ApproverCount): boolean {
  return eligible < needed || (eligible === needed && !othersMayAsk);
}

/** Whether all who may approve are needed: then none of them can ask for anything, and others can. */
export function isTight(count: ApproverCount): boolean {
  return count.eligible === count.needed && !isLockedOut(count);
}

/** Operations with the policies by which somebody has to approve; those that let as many of the same people are one. */
export function policiesToCount(policies: Policies): [Operation, Policy][] {
  const wanting = operation.options.filter(
    (each) => !needsNoApproval({ plan: { operation: each }, policy: policies[each], breakGlass: false }),
  );
  const key = (each: Operation): string => {
    const { approvals, approverGroup, approverRoles } = policies[each];
    return JSON.stringify([approvals, approverGroup, approverRoles]);
  };
  const different = wanting.filter((each, index) => wanting.findIndex((other) => key(other) === key(each)) === index);
  return different.map((each) => [each, policies[each]]);
}

/** Counts who may approve by this policy. May throw a ProblemError. */
export async function countApprovers(reader: ApproverReader, rules: Policy): Promise<ApproverCount> {
  const { approverGroup, approverRoles, approvals: needed } = rules;
  const holders = approverGroup
    ? await reader.readMembers(approverGroup)
    : await reader.readRoleHolders(approverRoles, 'every-unit');
  const people = holders.filter(mayEverApprove);
  const eligible = people.length;
  return {
    needed,
    eligible,
    othersMayAsk: eligible !== needed || (await mayOthersAsk(reader, people)),
    ...(approverGroup ? { groupName: await reader.readGroupName(approverGroup) } : {}),
  };
}

/** Who may remove licences may ask: by whatever role, in whatever unit. */
async function mayOthersAsk(reader: ApproverReader, approvers: readonly DirectoryPerson[]): Promise<boolean> {
  const roles = await reader.readRoleDefinitions();
  const allowing = roles.filter(({ allowedActions, isEnabled }) => isEnabled && allowsRemoval(allowedActions));
  const holders = await reader.readRoleHolders(
    allowing.map(({ id }) => id),
    'every-unit',
  );
  return holders.some((each) => each.accountEnabled && !approvers.some((approver) => samePerson(approver, each)));
}
