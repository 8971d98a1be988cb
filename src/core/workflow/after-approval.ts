import type { FollowUp } from '../ports.ts';
import { awaitsConfirmation } from '../request.ts';
import type { Request } from '../request.ts';

/** What follows an approval: the execution, when it may begin, and the end of its time. */
export function afterApproval(moved: Request): FollowUp[] {
  if (moved.state !== 'approved' || !moved.executionExpiresAt) return [];
  const { id: requestId, executionExpiresAt, notBefore } = moved;
  const expire: FollowUp = { kind: 'expire', requestId, at: executionExpiresAt };
  if (awaitsConfirmation(moved)) return [expire];
  return [{ kind: 'execute', requestId, ...(notBefore ? { at: notBefore } : {}) }, expire];
}
