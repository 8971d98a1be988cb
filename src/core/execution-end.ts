import type { Step } from './execution.ts';
import { finish, isPast, makeVoid } from './request.ts';
import type { Request, Setback } from './request.ts';

/** True when an execution has no time left: from then on nothing is sent any more. */
export function isOverdue({ executionExpiresAt }: Request, now: Date): boolean {
  return isPast(executionExpiresAt, now);
}

/** Ends an execution before its last step: void as long as nothing was sent; what may have arrived is never called failed. */
export function cutShort(current: Request, steps: readonly Step[], why: Setback, now: Date): Request {
  if (steps.every((step) => step.state === 'pending')) return makeVoid(current, why, now);
  const touched = steps.some((step) => step.state === 'done' || step.state === 'sent');
  return { ...finish(current, touched ? 'partly-failed' : 'failed', now), setback: why };
}
