import { ok, refused } from '../errors.ts';
import { cutShort, isOverdue } from '../execution-end.ts';
import type { Step } from '../execution.ts';
import type { RequestId } from '../identity.ts';
import { policyFor } from '../policy.ts';
import { expire, expiresAt } from '../request.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { waitOutSkew } from './skew.ts';

/** Nobody signed in again in time: nothing was sent, so the approval lapses; or something was, so the rest has failed. */
function signInNeverCame(flow: Workflow, current: Request, steps: readonly Step[], now: Date): Request | undefined {
  return isOverdue(current, policyFor(flow, current.plan), now)
    ? cutShort(current, steps, { kind: 'sign-in-too-late' }, now)
    : undefined;
}

/**
 * Ends a request whose clock has run out; does nothing while it has time left, or when it ended otherwise. One that is
 * being executed is left to an execution: only its worker knows what is on its way to Graph.
 */
export async function expireRequest(flow: Workflow, id: RequestId): Promise<void> {
  const before = await waitOutSkew(flow, { kind: 'expire', requestId: id }, expiresAt);
  const now = flow.clock.now();
  if (before?.state === 'executing') {
    const rules = policyFor(flow, before.plan);
    if (isOverdue(before, rules, now)) await flow.requests.enqueue([{ kind: 'execute', requestId: id }]);
    return;
  }
  const steps = await flow.requests.readSteps(id);
  await moveRequest(
    flow,
    id,
    (current) => {
      const ended =
        current.state === 'waiting-for-sign-in' ? signInNeverCame(flow, current, steps, now) : expire(current, now);
      return ended ? ok(ended) : refused({ kind: 'already-in-state', state: current.state });
    },
    (ended) => ({ audit: [{ at: now.toISOString(), event: 'request-expired', data: { state: ended.state } }] }),
  );
}
