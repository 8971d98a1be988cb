import { ok, refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import type { FollowUp, Pause, UserAssertion } from '../ports.ts';
import { hold, REASON_LIMIT, release } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';

async function recordRefusal(flow: Workflow, by: UserAssertion, action: string): Promise<void> {
  const at = flow.clock.now().toISOString();
  const data = { action, problem: 'not-an-operator', tokenId: by.tokenId };
  await flow.audit.append([{ at, event: 'action-refused', actor: keyOf(by), data }]);
}

/** An operator stops every execution: what is approved waits, what is under way stops before its next write. */
export async function pauseExecutions(flow: Workflow, by: UserAssertion, why: string): Promise<Result<Pause>> {
  if (!flow.operators.includes(by.userId)) {
    await recordRefusal(flow, by, 'pause');
    return refused({ kind: 'not-an-operator' });
  }
  const reason = why.trim().slice(0, REASON_LIMIT);
  if (reason === '') return refused({ kind: 'reason-missing' });
  const at = flow.clock.now().toISOString();
  const pause: Pause = { by: keyOf(by), at, reason };
  const data = { reason, tokenId: by.tokenId };
  await flow.pause.set(pause, [{ at, event: 'executions-paused', actor: keyOf(by), data }]);
  return ok(pause);
}

/** Ends the pause; what it held back goes on. */
export async function resumeExecutions(flow: Workflow, by: UserAssertion): Promise<Result<null>> {
  if (!flow.operators.includes(by.userId)) {
    await recordRefusal(flow, by, 'resume');
    return refused({ kind: 'not-an-operator' });
  }
  const at = flow.clock.now().toISOString();
  const data = { tokenId: by.tokenId };
  await flow.pause.set(undefined, [{ at, event: 'executions-resumed', actor: keyOf(by), data }]);
  await releaseHeld(flow);
  return ok(null);
}

/** What a pause held goes on when none is on. For each start, too: a process may die between the end of a pause and this. */
export async function releaseHeld(flow: Workflow): Promise<void> {
  if (await flow.pause.current()) return;
  for (const { id } of await flow.requests.findHeldByPause()) {
    await releaseRequest(flow, id, [{ kind: 'execute', requestId: id }]);
  }
}

/** Ends the hold of a request, if there is one, and says so on its cards. */
export async function releaseRequest(flow: Workflow, id: RequestId, followUps: FollowUp[] = []): Promise<void> {
  const now = flow.clock.now();
  const at = now.toISOString();
  await moveRequest(
    flow,
    id,
    (current) =>
      current.pausedSince === undefined
        ? refused({ kind: 'already-in-state', state: current.state })
        : ok(release(current, now)),
    () => ({ audit: [{ at, event: 'execution-released', data: {} }], followUps }),
  );
}

/**
 * True when an operator's pause keeps the request from going on; that is then stored with it, so that its people see it.
 * Looks again afterwards: a pause that ended meanwhile did not know of this request.
 */
export async function isHeldByPause(flow: Workflow, id: RequestId): Promise<boolean> {
  if (!(await flow.pause.current())) return false;
  const now = flow.clock.now();
  await moveRequest(
    flow,
    id,
    (current) =>
      current.pausedSince === undefined && (current.state === 'approved' || current.state === 'executing')
        ? ok(hold(current, now))
        : refused({ kind: 'already-in-state', state: current.state }),
    () => ({ audit: [{ at: now.toISOString(), event: 'execution-held', data: {} }] }),
  );
  if (await flow.pause.current()) return true;
  await releaseRequest(flow, id);
  return false;
}
