import type { Step } from './execution.ts';
import { hoursAfter, stricter } from './policy.ts';
import type { Policy } from './policy.ts';
import { finish, isPast, makeVoid } from './request.ts';
import type { Request } from './request.ts';
import type { Setback } from './setback.ts';
import { approvedAt } from './tightened.ts';

/** True when an execution has no time left, by its own policy or a stricter one now: from then on nothing is sent any more. */
export function isOverdue(current: Request, rules: Policy, now: Date): boolean {
  const { executionExpiresAt, notBefore, policy } = current;
  if (executionExpiresAt === undefined) return false;
  const begin = notBefore === undefined ? approvedAt(current) : new Date(notBefore);
  const strict = hoursAfter(begin, stricter(policy, rules).executionHours).toISOString();
  return isPast(executionExpiresAt, now) || isPast(strict, now);
}

/** Ends an execution before its last step: void as long as nothing was sent; what may have arrived is never called failed. */
export function cutShort(current: Request, steps: readonly Step[], why: Setback, now: Date): Request {
  if (steps.every((step) => step.state === 'pending')) return makeVoid(current, why, now);
  const touched = steps.some((step) => step.state === 'done' || step.state === 'sent');
  return { ...finish(current, touched ? 'partly-failed' : 'failed', now), setback: why };
}
