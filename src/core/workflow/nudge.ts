import { ok, refused } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { PersonKey, RequestId } from '../identity.ts';
import { nextNudge, nudge } from '../nudge.ts';
import type { FollowUp, PartyCard } from '../ports.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { waitOutSkew } from './skew.ts';

/** The job that will nudge next, if there is anything left to nudge. */
export function nudgeLater(request: Request): FollowUp[] {
  const next = nextNudge(request);
  return next ? [{ kind: 'nudge', requestId: request.id, at: next.at }] : [];
}

/** A card for somebody who is asked from now on; `toldVersion` is the version they need no words about. */
export function approverCard(request: Request, approver: PersonKey, toldVersion: number): PartyCard {
  return {
    requestId: request.id,
    party: keyOf(approver),
    role: 'approver',
    activityId: undefined,
    shownVersion: 0,
    toldVersion,
  };
}

/**
 * Reminds those who were asked, or asks the others as well. Does nothing when none is due: the request was decided, or
 * another run of the same job was here before.
 */
export async function nudgeRequest(flow: Workflow, id: RequestId): Promise<void> {
  await waitOutSkew(flow, { kind: 'nudge', requestId: id }, (current) => nextNudge(current)?.at);
  const now = flow.clock.now();
  await moveRequest(
    flow,
    id,
    (current) => {
      const nudged = nudge(current, now);
      return nudged ? ok(nudged) : refused({ kind: 'already-in-state', state: current.state });
    },
    (nudged, before) => {
      const asked = nudged.approvers.slice(before.approvers.length);
      const event = asked.length > 0 ? 'request-escalated' : 'approvers-reminded';
      const data = { approvers: nudged.approvers.map((each) => each.userId), reminders: nudged.reminders };
      return {
        audit: [{ at: now.toISOString(), event, data }],
        cards: asked.map((each) => approverCard(nudged, each, nudged.version)),
        followUps: nudgeLater(nudged),
      };
    },
  );
}
