import { attempt, ok, ProblemError, refused } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import { cutShort, isOverdue } from '../execution-end.ts';
import { outcomeOf, stepsOf } from '../execution.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import { policyFor } from '../policy.ts';
import type { FollowUp, UserAssertion } from '../ports.ts';
import { expiresAt, finish, isPast, mayStart, start, waitForSignIn } from '../request.ts';
import type { Request } from '../request.ts';
import type { Setback } from '../setback.ts';
import { recorded } from '../what-changed.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { isCaughtByPolicy } from './catch-up.ts';
import { isHeldByPause, releaseRequest } from './pause.ts';
import { performSteps } from './perform-steps.ts';
import type { Performed } from './perform-steps.ts';
import { waitOutSkew } from './skew.ts';

function startsAt({ notBefore, state }: Request): string | undefined {
  return state === 'approved' ? notBefore : undefined;
}

async function claim(flow: Workflow, id: RequestId): Promise<Request | undefined> {
  const current = await waitOutSkew(flow, { kind: 'execute', requestId: id }, startsAt);
  if (current?.pausedSince && !(await flow.pause.current())) await releaseRequest(flow, id);
  if (current?.state === 'executing') return current;
  const now = flow.clock.now();
  if (current && (await isCaughtByPolicy(flow, current))) return undefined;
  if (current && mayStart(current, now) && (await isHeldByPause(flow, id))) return undefined;
  const claimed = await moveRequest(
    flow,
    id,
    (request) =>
      mayStart(request, now) ? ok(start(request, now)) : refused({ kind: 'already-in-state', state: request.state }),
    ({ requester }) => ({
      audit: [{ at: now.toISOString(), event: 'execution-started', actor: keyOf(requester), data: {} }],
    }),
  );
  return claimed.ok ? claimed.value : undefined;
}

async function end(flow: Workflow, { id }: Request, { steps, setback }: Exclude<Performed, 'held'>): Promise<void> {
  const now = flow.clock.now();
  await moveRequest(
    flow,
    id,
    (current) => ok(setback ? cutShort(current, steps, setback, now) : finish(current, outcomeOf(steps), now)),
    ({ requester, state }) => ({
      audit: [
        {
          at: now.toISOString(),
          event: state === 'void' ? 'request-voided' : 'execution-finished',
          actor: keyOf(requester),
          data: { state, ...(setback ? { setback: recorded(setback) } : {}) },
        },
      ],
    }),
  );
}

/** The clock goes on while a sign-in is awaited; the job that watched it may have come and gone during the execution. */
function expiry(waiting: Request): FollowUp[] {
  const at = expiresAt(waiting);
  return at === undefined ? [] : [{ kind: 'expire', requestId: waiting.id, at }];
}

async function waitForRequester(flow: Workflow, id: RequestId, problem: Problem): Promise<void> {
  const now = flow.clock.now();
  const at = now.toISOString();
  await moveRequest(
    flow,
    id,
    (current) => ok(waitForSignIn(current, now)),
    (waiting) => ({
      audit: [{ at, event: 'sign-in-awaited', actor: keyOf(waiting.requester), data: { problem: problem.kind } }],
      followUps: expiry(waiting),
    }),
  );
}

const cureBySigningIn = new Set<Problem['kind']>([
  'sign-in-needed',
  'consent-needed',
  'access-blocked',
  'somebody-elses-sign-in',
]);

async function runAs(flow: Workflow, request: Request, steps: ReturnType<typeof stepsOf>): Promise<Performed> {
  const assertion = await flow.assertions.current(request.requester);
  if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
  const reader = flow.directory.readerFor(assertion);
  return performSteps({ flow, request, assertion, reader, writer: flow.directory.writerFor(assertion) }, steps);
}

const tooLate: Setback = { kind: 'execution-too-late' };

async function runOnce(flow: Workflow, request: Request): Promise<void> {
  const planned = stepsOf(request.id, request.plan, await flow.requests.readSteps(request.id));
  const steps = planned.map(({ step }) => step);
  const late = isOverdue(request, policyFor(flow, request.plan), flow.clock.now());
  // Without anything to read back, nobody has to sign in, and Graph is not needed, to say that it is too late.
  if (late && !steps.some(({ state }) => state === 'sent')) return end(flow, request, { steps, setback: tooLate });
  const ran = await attempt(() => runAs(flow, request, planned));
  if (ran.ok) return ran.value === 'held' ? undefined : end(flow, request, ran.value);
  if (cureBySigningIn.has(ran.problem.kind)) {
    return late ? end(flow, request, { steps, setback: tooLate }) : waitForRequester(flow, request.id, ran.problem);
  }
  if (ran.problem.kind === 'graph-forbidden') return fail(flow, request.id, 'graph-forbidden');
  throw new ProblemError(ran.problem);
}

/**
 * Executes an approved request in the requester's name, or resumes one that a dead worker left. Safe to call any number
 * of times. Throws when it did not come to an end, for example because Graph is away: the queue tries again, and from
 * the end of the execution's time on the request ends with what is known.
 */
export async function executeRequest(flow: Workflow, id: RequestId): Promise<void> {
  const request = await claim(flow, id);
  if (!request) return;
  try {
    await runOnce(flow, request);
  } catch (error) {
    if (isOverdue(request, policyFor(flow, request.plan), flow.clock.now())) await fail(flow, id, 'graph-unavailable');
    throw error;
  }
}

async function fail(flow: Workflow, id: RequestId, kind: 'graph-forbidden' | 'graph-unavailable'): Promise<void> {
  const now = flow.clock.now();
  const steps = await flow.requests.readSteps(id);
  const state = steps.some((step) => step.state === 'done') ? 'partly-failed' : 'failed';
  await moveRequest(
    flow,
    id,
    (current) => ok({ ...finish(current, state, now), setback: { kind } }),
    ({ requester }) => {
      const data = { state, problem: kind };
      return { audit: [{ at: now.toISOString(), event: 'execution-finished', actor: keyOf(requester), data }] };
    },
  );
}

/** The requester signed in: requests that waited for it go on. */
export async function resumeAfterSignIn(flow: Workflow, requester: UserAssertion): Promise<Result<null>> {
  const at = flow.clock.now().toISOString();
  for (const waiting of await flow.requests.findWaitingForSignIn(requester)) {
    await moveRequest(
      flow,
      waiting.id,
      (current) =>
        current.state === 'waiting-for-sign-in' && !isPast(expiresAt(current), flow.clock.now())
          ? ok(start(current, flow.clock.now()))
          : refused({ kind: 'already-in-state', state: current.state }),
      (moved) => ({
        audit: [{ at, event: 'execution-started', actor: keyOf(moved.requester), data: { resumed: true } }],
        followUps: [{ kind: 'execute', requestId: moved.id }],
      }),
    );
  }
  return ok(null);
}
