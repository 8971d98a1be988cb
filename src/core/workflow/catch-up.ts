import { ok, refused } from '../errors.ts';
import { isOverdue } from '../execution-end.ts';
import { policyFor } from '../policy.ts';
import { makeVoid } from '../request.ts';
import type { Request } from '../request.ts';
import { policySetback, tightened } from '../tightened.ts';
import { afterApproval } from './after-approval.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';

/** The request as the policy wants it now; undefined when it is that already, is not approved, or is too late anyway. */
function caughtUp(flow: Workflow, current: Request, now: Date): Request | undefined {
  const rules = policyFor(flow, current.plan);
  if (current.state !== 'approved' || isOverdue(current, rules, now)) return undefined;
  const setback = policySetback(current, rules);
  return setback ? makeVoid(current, setback, now) : tightened(current, rules, now);
}

/**
 * True when the policy became stricter since the approval: then the request is void, or waits for a later moment or for its
 * requester, and what follows from that is enqueued.
 */
export async function isCaughtByPolicy(flow: Workflow, { id }: Request): Promise<boolean> {
  const now = flow.clock.now();
  const at = now.toISOString();
  const caught = await moveRequest(
    flow,
    id,
    (current) => {
      const next = caughtUp(flow, current, now);
      return next ? ok(next) : refused({ kind: 'already-in-state', state: current.state });
    },
    (moved) => {
      const { notBefore = null, policy, setback, state } = moved;
      if (state === 'void') return { audit: [{ at, event: 'request-voided', data: { state, setback } }] };
      const data = { approvals: policy.approvals, requesterConfirms: policy.requesterConfirms, notBefore };
      return { audit: [{ at, event: 'policy-tightened', data }], followUps: afterApproval(moved) };
    },
  );
  return caught.ok;
}
