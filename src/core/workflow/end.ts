import { ok, refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { outcomeOf } from '../execution.ts';
import type { Step } from '../execution.ts';
import { keyOf } from '../identity.ts';
import type { PersonKey, RequestId } from '../identity.ts';
import { expire, expiresAt, finish, isPast, makeVoid, withdraw } from '../request.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';

/** The requester takes back what has not started. */
export function withdrawRequest(flow: Workflow, id: RequestId, by: PersonKey): Promise<Result<Request>> {
  const now = flow.clock.now();
  return moveRequest(
    flow,
    id,
    (current) => withdraw(current, by, now),
    () => ({
      audit: [
        {
          at: now.toISOString(),
          event: 'request-withdrawn',
          actor: keyOf(by),
          data: {},
        },
      ],
    }),
  );
}

/** Nobody signed in again in time: nothing was sent, so the approval lapses; or something was, so the rest has failed. */
function signInNeverCame(current: Request, steps: readonly Step[], now: Date): Request | undefined {
  if (!isPast(current.executionExpiresAt, now)) return undefined;
  const setback = { kind: 'sign-in-too-late' } as const;
  if (steps.every((step) => step.state === 'pending')) return makeVoid(current, setback, now);
  const outcome = outcomeOf(steps);
  return { ...finish(current, outcome === 'succeeded' ? 'partly-failed' : outcome, now), setback };
}

const LARGEST_SKEW = 60_000;

/** The job comes by the database's clock, the rule goes by ours: a little too early must not mean never. */
async function waitOutSkew({ clock, requests }: Workflow, id: RequestId): Promise<void> {
  const current = await requests.find(id);
  const due = current && expiresAt(current);
  const early = due === undefined ? 0 : Date.parse(due) - clock.now().getTime();
  if (early > 0 && early <= LARGEST_SKEW) await clock.pause(early);
}

/** Ends a request whose clock has run out; does nothing while it has time left, or when it ended otherwise. */
export async function expireRequest(flow: Workflow, id: RequestId): Promise<void> {
  await waitOutSkew(flow, id);
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
