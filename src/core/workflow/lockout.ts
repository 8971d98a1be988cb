import type { Policy } from '../policy.ts';
import type { DirectoryReader } from '../ports.ts';
import { mayEverApprove } from './participants.ts';

/** What is read to tell who may approve at all. */
export type ApproverReader = Pick<DirectoryReader, 'readRoleHolders' | 'readMembers' | 'readGroupName'>;

export interface ApproverCount {
  needed: number;
  /** How many people may approve something, somewhere in the tenant. */
  eligible: number;
  /** The group that approves, where the policy names one. */
  groupName?: string;
}

/** Whether the policy wants more people than there are: then no request in this tenant could ever be approved. */
export function isLockedOut({ needed, eligible }: ApproverCount): boolean {
  return eligible < needed;
}

/** Whether all who may approve are needed: then none of them can ask for anything, as nobody approves their own request. */
export function isTight({ needed, eligible }: ApproverCount): boolean {
  return eligible === needed;
}

/** Counts who may approve by this policy. May throw a ProblemError. */
export async function countApprovers(reader: ApproverReader, rules: Policy): Promise<ApproverCount> {
  const { approverGroup, approverRoles, approvals: needed } = rules;
  if (approverGroup === undefined) {
    const holders = await reader.readRoleHolders(approverRoles, 'every-unit');
    return { needed, eligible: holders.filter(mayEverApprove).length };
  }
  const members = await reader.readMembers(approverGroup);
  const groupName = await reader.readGroupName(approverGroup);
  return { needed, eligible: members.filter(mayEverApprove).length, groupName };
}
