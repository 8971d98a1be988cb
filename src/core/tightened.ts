import { executionTimes, stricter } from './policy.ts';
import type { Policy } from './policy.ts';
import { moved, needsNoApproval, withHappening } from './request.ts';
import type { Request } from './request.ts';
import type { Setback } from './setback.ts';

/** What keeps an approved request from being carried out by the stricter of its policy and the policy now. */
export function policySetback(current: Request, rules: Policy): Setback | undefined {
  const strict = stricter(current.policy, rules);
  if (current.breakGlass) return strict.breakGlass ? undefined : { kind: 'break-glass-off' };
  if (needsNoApproval({ ...current, policy: strict })) return undefined;
  return current.decisions.length < strict.approvals ? { kind: 'too-few-approvals' } : undefined;
}

/** An approved request that has to wait longer by now, or for its requester's word; undefined where neither is so. */
export function tightened(current: Request, rules: Policy, now: Date): Request | undefined {
  const { policy } = current;
  const strict = stricter(policy, rules);
  const same = strict.holdHours === policy.holdHours && strict.requesterConfirms === policy.requesterConfirms;
  if (same || needsNoApproval(current)) return undefined;
  const at = now.toISOString();
  const times = executionTimes(approvedAt(current), strict);
  return moved(current, 'approved', {
    policy: strict,
    ...times,
    ...withHappening(current, { kind: 'policy-tightened', at }),
  });
}

/** When the last approval was given; an emergency needs none. */
export function approvedAt({ createdAt, decisions }: Request): Date {
  return new Date(decisions.at(-1)?.at ?? createdAt);
}
