import { ok, refused } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import type { FollowUp, Pause, UserAssertion } from '../ports.ts';
import { hold, REASON_LIMIT, release } from '../request.ts';
import type { Request, RequestState } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { recordRefusal } from './refusal-entry.ts';

async function refuse(
  flow: Workflow,
  by: UserAssertion,
  action: 'pause' | 'resume',
  kind: 'not-an-operator' | 'reason-missing',
): Promise<{ ok: false; problem: Problem }> {
  const data = { action, problem: kind, tokenId: by.tokenId };
  await recordRefusal(flow, { event: 'action-refused', actor: by, data });
  return refused({ kind });
}

/** An operator stops every execution: what is approved waits, what is under way stops before its next write. */
export async function pauseExecutions(flow: Workflow, by: UserAssertion, why: string): Promise<Result<Pause>> {
  if (!flow.operators.includes(by.userId)) return refuse(flow, by, 'pause', 'not-an-operator');
  const reason = why.trim().slice(0, REASON_LIMIT);
  if (reason === '') return refuse(flow, by, 'pause', 'reason-missing');
  const at = flow.clock.now().toISOString();
  const pause: Pause = { by: keyOf(by), at, reason };
  const data = { reason, tokenId: by.tokenId };
  await flow.pause.set(pause, [{ at, event: 'executions-paused', actor: keyOf(by), data }]);
  await settlePause(flow);
  return ok(pause);
}

/** Ends the pause; what it held back goes on. */
export async function resumeExecutions(flow: Workflow, by: UserAssertion): Promise<Result<null>> {
  if (!flow.operators.includes(by.userId)) return refuse(flow, by, 'resume', 'not-an-operator');
  const at = flow.clock.now().toISOString();
  const data = { tokenId: by.tokenId };
  await flow.pause.set(undefined, [{ at, event: 'executions-resumed', actor: keyOf(by), data }]);
  await settlePause(flow);
  return ok(null);
}

/**
 * Brings the requests in line with the switch: while a pause is on, whoever has to do with one that was not started yet
 * reads of it; when none is on, what it held goes on. For each start, too: a process may die between the two.
 */
export async function settlePause(flow: Workflow): Promise<void> {
  if (await flow.pause.current()) return announce(flow);
  for (const { id } of await flow.requests.findHeldByPause()) await releaseRequest(flow, id, execution);
}

async function announce(flow: Workflow): Promise<void> {
  for (const { id } of await flow.requests.findNotStarted()) await isHeldByPause(flow, id);
}

/** What was approved is carried out when the pause is over, and not before its hold is. */
function execution({ id: requestId, notBefore, state }: Request): FollowUp[] {
  if (state === 'awaiting-approval') return [];
  return [{ kind: 'execute', requestId, ...(notBefore ? { at: notBefore } : {}) }];
}

/** Ends the hold of a request, if there is one, and says so on its cards. */
export async function releaseRequest(
  flow: Workflow,
  id: RequestId,
  followUps: (released: Request) => FollowUp[] = () => [],
): Promise<void> {
  const now = flow.clock.now();
  const at = now.toISOString();
  await moveRequest(
    flow,
    id,
    (current) =>
      current.pausedSince === undefined
        ? refused({ kind: 'already-in-state', state: current.state })
        : ok(release(current, now)),
    (released) => ({ audit: [{ at, event: 'execution-released', data: {} }], followUps: followUps(released) }),
  );
}

const stoppable: ReadonlySet<RequestState> = new Set(['awaiting-approval', 'approved', 'executing']);

/**
 * True when an operator's pause keeps the request from going on; that is then stored with it, so that its people see it.
 * Looks again afterwards: a pause that ended meanwhile did not know of this request.
 */
export async function isHeldByPause(flow: Workflow, id: RequestId): Promise<boolean> {
  const pause = await flow.pause.current();
  if (!pause) return false;
  const now = flow.clock.now();
  await moveRequest(
    flow,
    id,
    (current) =>
      current.pausedSince === undefined && stoppable.has(current.state)
        ? ok(hold(current, pause.at, now))
        : refused({ kind: 'already-in-state', state: current.state }),
    () => ({ audit: [{ at: now.toISOString(), event: 'execution-held', data: {} }] }),
  );
  if (await flow.pause.current()) return true;
  await releaseRequest(flow, id);
  return false;
}
