import { ok, refused } from '../errors.ts';
import type { PersonKey, RequestId } from '../identity.ts';
import { passOver } from '../nudge.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { approverCard } from './nudge.ts';

/**
 * Somebody's chat takes nothing from Farewell any more. New requests go to others until they are heard of again; what waits
 * for them alone is brought to those who stood by, and its requester is told.
 */
export async function markNotReached(flow: Workflow, id: RequestId, who: PersonKey): Promise<void> {
  const now = flow.clock.now();
  const at = now.toISOString();
  await flow.contacts.markUnreachable(who, at);
  await moveRequest(
    flow,
    id,
    (current) => {
      const passed = passOver(current, who, now);
      return passed ? ok(passed) : refused({ kind: 'already-in-state', state: current.state });
    },
    (passed, before) => {
      const asked = passed.approvers.slice(before.approvers.length);
      const data = { approver: who.userId, asked: asked.map((each) => each.userId) };
      return {
        audit: [{ at, event: 'approver-not-reached', data }],
        cards: asked.map((each) => approverCard(passed, each, passed.version)),
      };
    },
  );
}
