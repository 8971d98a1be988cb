import { ok, refused } from '../errors.ts';
import { outcomeOf } from '../execution.ts';
import type { Step } from '../execution.ts';
import type { RequestId } from '../identity.ts';
import { expire, expiresAt, finish, isPast, makeVoid } from '../request.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { waitOutSkew } from './skew.ts';

/** Nobody signed in again in time: nothing was sent, so the approval lapses; or something was, so the rest has failed. */
function signInNeverCame(current: Request, steps: readonly Step[], now: Date): Request | undefined {
  if (!isPast(current.executionExpiresAt, now)) return undefined;
  const setback = { kind: 'sign-in-too-late' } as const;
  if (steps.every((step) => step.state === 'pending')) return makeVoid(current, setback, now);
  const outcome = outcomeOf(steps);
  return { ...finish(current, outcome === 'succeeded' ? 'partly-failed' : outcome, now), setback };
}

/** Ends a request whose clock has run out; does nothing while it has time left, or when it ended otherwise. */
export async function expireRequest(flow: Workflow, id: RequestId): Promise<void> {
  await waitOutSkew(flow, id, expiresAt);
  const now = flow.clock.now();
  const steps = await flow.requests.readSteps(id);
  await moveRequest(
    flow,
    id,
    (current) => {
      const ended =
        current.state === 'waiting-for-sign-in' ? signInNeverCame(current, steps, now) : expire(current, now);
      return ended ? ok(ended) : refused({ kind: 'already-in-state', state: current.state });
    },
    (ended) => ({ audit: [{ at: now.toISOString(), event: 'request-expired', data: { state: ended.state } }] }),
  );
}
