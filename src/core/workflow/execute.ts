import { attempt, ok, ProblemError, refused } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import { obstacleIn, outcomeOf, stepsOf, tookEffect } from '../execution.ts';
import type { Step, StepFailure } from '../execution.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import { planDigest } from '../plan.ts';
import type { Plan, PlanTarget } from '../plan.ts';
import type { Directory, DirectoryReader, FollowUp, UserAssertion, WriteResult } from '../ports.ts';
import { expiresAt, finish, isPast, makeVoid, mayStart, start, waitForSignIn } from '../request.ts';
import type { Request, Setback } from '../request.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { isHeldByPause } from './pause.ts';
import { attemptId, sendStep } from './send-step.ts';
import { waitOutSkew } from './skew.ts';
import { checkApprover, checkRequester } from './participants.ts';

/** Graph may show an old state for a while after a write: look again after so many milliseconds, then give up. */
const READ_BACK_PAUSES = [0, 1_000, 2_000, 4_000, 8_000, 15_000];

interface Execution {
  flow: Workflow;
  request: Request;
  assertion: UserAssertion;
  reader: DirectoryReader;
  writer: ReturnType<Directory['writerFor']>;
}

async function claim(flow: Workflow, id: RequestId): Promise<Request | undefined> {
  const current = await waitOutSkew(flow, id, (request) => request.notBefore);
  if (current?.state === 'executing') return current;
  const now = flow.clock.now();
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

async function findSetback({ flow, request, reader }: Execution): Promise<Setback | undefined> {
  const { plan } = request;
  if (planDigest(plan) !== request.planDigest) return { kind: 'plan-altered' };
  const guarded = plan.targets.find(({ user }) => flow.policy.protectedPeople.includes(user.userId));
  if (guarded) return { kind: 'target-protected', displayName: guarded.user.displayName };
  const requester = await checkRequester(reader, request.requester.userId, plan);
  if (!requester.ok) return { kind: 'role-lost', who: 'requester', displayName: request.requester.displayName };
  for (const { by } of request.decisions) {
    const approver = await checkApprover(reader, by.userId, [request.policy, flow.policy], plan);
    if (!approver.ok) return { kind: 'role-lost', who: 'approver', displayName: by.displayName };
  }
  const [only, ...others] = request.plan.targets;
  return only && others.length === 0 ? findTargetSetback(reader, plan, only) : undefined;
}

const setbackOf = { changed: 'target-changed', 'already-held': 'already-held' } as const;

async function findTargetSetback(
  reader: DirectoryReader,
  plan: Plan,
  target: PlanTarget,
): Promise<Extract<Setback, { kind: 'target-gone' | 'target-changed' | 'already-held' }> | undefined> {
  const { displayName, userId } = target.user;
  const person = await reader.readPerson(userId);
  const assignments = await reader.readAssignments(userId);
  if (!person || !assignments) return { kind: 'target-gone', displayName };
  const obstacle = obstacleIn(plan, target, assignments);
  return obstacle && { kind: setbackOf[obstacle], displayName };
}

async function readBack({ flow, reader, request }: Execution, step: Step): Promise<StepFailure | undefined> {
  for (const pause of READ_BACK_PAUSES) {
    await flow.clock.pause(pause);
    const assignments = await reader.readAssignments(step.userId);
    if (tookEffect(request.plan, step, assignments)) return undefined;
  }
  return { kind: 'not-visible-yet' };
}

async function wasAlreadySent({ reader, request }: Execution, step: Step): Promise<boolean> {
  if (step.state !== 'sent') return false;
  return tookEffect(request.plan, step, await reader.readAssignments(step.userId));
}

async function save(
  run: Execution,
  step: Step,
  event: 'step-sent' | 'step-finished',
  more: { clientRequestId?: string } = {},
): Promise<Step> {
  const { state, index, userId, skuIds, graphRequestIds, failure } = step;
  const at = run.flow.clock.now().toISOString();
  const data = {
    index,
    state,
    userId,
    skuIds,
    graphRequestIds,
    failure: failure ?? null,
    tokenId: run.assertion.tokenId,
    ...more,
  };
  const actor = keyOf(run.request.requester);
  await run.flow.requests.saveStep(step, [{ at, event, requestId: run.request.id, actor, data }]);
  return step;
}

const skipReasonOf = { 'target-gone': 'gone', 'target-changed': 'changed', 'already-held': 'already-held' } as const;

/** With many targets the changed ones are skipped and named; with one, `findSetback` has made the request void already. */
async function findSkipReason(run: Execution, step: Step, target: PlanTarget): Promise<StepFailure | undefined> {
  const { request, reader } = run;
  if (step.state === 'sent' || request.plan.targets.length === 1) return undefined;
  const setback = await findTargetSetback(reader, request.plan, target);
  return setback && { kind: skipReasonOf[setback.kind] };
}

/**
 * What Graph shows after a write counts. A refusal is believed at once, unless an earlier write got no answer: then it may
 * only mean that the earlier one took effect.
 */
async function findFailure(run: Execution, before: Step, written: WriteResult): Promise<StepFailure | undefined> {
  if (!written.ok && before.state !== 'sent') return written.failure;
  const notGone = await readBack(run, before);
  if (written.ok) return notGone;
  return notGone && written.failure;
}

/** Save, act, save: a worker that dies between two lines resumes here without sending a write that took effect. */
async function performStep(run: Execution, step: Step, target: PlanTarget): Promise<Step> {
  if (step.state === 'done' || step.state === 'failed') return step;
  if (await wasAlreadySent(run, step)) return save(run, { ...step, state: 'done' }, 'step-finished');
  const skipped = await findSkipReason(run, step, target);
  if (skipped) return save(run, { ...step, state: 'failed', failure: skipped }, 'step-finished');
  const clientRequestId = attemptId(step, run.flow.clock.now().toISOString());
  const sent = await save(run, { ...step, state: 'sent' }, 'step-sent', { clientRequestId });
  const written = await sendStep(run.writer, run.request.plan, { step, target, clientRequestId });
  const answered = { ...sent, graphRequestIds: [...sent.graphRequestIds, written.graphRequestId] };
  const failure = await findFailure(run, step, written);
  if (failure) return save(run, { ...answered, state: 'failed', failure }, 'step-finished');
  return save(run, { ...answered, state: 'done' }, 'step-finished');
}

async function end(
  run: Execution,
  change: (current: Request) => Request,
  data: Record<string, unknown>,
): Promise<void> {
  const at = run.flow.clock.now().toISOString();
  await moveRequest(
    run.flow,
    run.request.id,
    (current) => ok(change(current)),
    (moved) => ({
      audit: [
        {
          at,
          event: moved.state === 'void' ? 'request-voided' : 'execution-finished',
          actor: keyOf(moved.requester),
          data: { state: moved.state, ...data },
        },
      ],
    }),
  );
}

/** Undefined when an operator's pause stopped it on the way. */
async function performSteps(run: Execution, steps: ReturnType<typeof stepsOf>): Promise<Step[] | undefined> {
  const finished: Step[] = [];
  for (const { step, target } of steps) {
    if (step.state === 'pending' && (await isHeldByPause(run.flow, run.request.id))) return undefined;
    finished.push(await performStep(run, step, target));
  }
  return finished;
}

async function perform(run: Execution): Promise<void> {
  const { flow, request } = run;
  const steps = stepsOf(request.id, request.plan, await flow.requests.readSteps(request.id));
  if (steps.every(({ step }) => step.state === 'pending')) {
    const setback = await findSetback(run);
    if (setback) return end(run, (current) => makeVoid(current, setback, flow.clock.now()), { setback });
  }
  const finished = await performSteps(run, steps);
  if (finished) await end(run, (current) => finish(current, outcomeOf(finished), flow.clock.now()), {});
}

/** The clock goes on while a sign-in is awaited; the job that watched it may have come and gone during the execution. */
function expiry(waiting: Request): FollowUp[] {
  const at = expiresAt(waiting);
  return at === undefined ? [] : [{ kind: 'expire', requestId: waiting.id, at }];
}

async function waitForRequester(flow: Workflow, id: RequestId, problem: Problem): Promise<void> {
  const at = flow.clock.now().toISOString();
  await moveRequest(
    flow,
    id,
    (current) => ok(waitForSignIn(current)),
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

async function runAs(flow: Workflow, request: Request): Promise<void> {
  const assertion = await flow.assertions.current(request.requester);
  if (!assertion) throw new ProblemError({ kind: 'sign-in-needed' });
  const reader = flow.directory.readerFor(assertion);
  await perform({ flow, request, assertion, reader, writer: flow.directory.writerFor(assertion) });
}

async function runOnce(flow: Workflow, request: Request): Promise<void> {
  const ran = await attempt(() => runAs(flow, request));
  if (ran.ok) return;
  if (cureBySigningIn.has(ran.problem.kind)) return waitForRequester(flow, request.id, ran.problem);
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
    if (isPast(request.executionExpiresAt, flow.clock.now())) await fail(flow, id, 'graph-unavailable');
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
