import { refused } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import type { GroupId, UserId } from '../identity.ts';
import type { Policy } from '../policy.ts';
import type { DirectoryReader } from '../ports.ts';

/** Undefined for who is in the group now; otherwise what to tell somebody who is not. */
export async function missingMembership(
  reader: DirectoryReader,
  id: UserId,
  group: GroupId,
): Promise<Problem | undefined> {
  if (await reader.isMember(id, group)) return undefined;
  return { kind: 'not-in-group', groupName: await reader.readGroupName(group) };
}

/** Refused when the group that approves holds fewer people who could than are needed: opening Farewell would not help. */
export async function enoughInGroup(
  reader: DirectoryReader,
  { approverGroup, approvals }: Policy,
  eligible: number,
): Promise<Result<null>> {
  if (approverGroup === undefined || eligible >= approvals) return { ok: true, value: null };
  const groupName = await reader.readGroupName(approverGroup);
  return refused({ kind: 'group-too-small', groupName, needed: approvals });
}
