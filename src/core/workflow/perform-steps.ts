import { isOverdue } from '../execution-end.ts';
import { countChanged, isUnfinished, tookEffect } from '../execution.ts';
import type { Step, StepFailure } from '../execution.ts';
import { keyOf } from '../identity.ts';
import type { PlanTarget } from '../plan.ts';
import { isTooManyChanged, policyFor, stricter } from '../policy.ts';
import type { Directory, UserAssertion, WriteResult } from '../ports.ts';
import type { Setback } from '../setback.ts';
import { recorded } from '../what-changed.ts';
import { findObstacle, findSetback } from './find-setback.ts';
import type { Checked } from './find-setback.ts';
import { isHeldByPause } from './pause.ts';
import { attemptId, sendStep } from './send-step.ts';

/** Graph may show an old state for a while after a write: look again after so many milliseconds, then give up. */
const READ_BACK_PAUSES = [0, 1_000, 2_000, 4_000, 8_000, 15_000];
const ONE_LOOK = [0];

/** Work on one request in its requester's name. */
export interface Execution extends Checked {
  assertion: UserAssertion;
  writer: ReturnType<Directory['writerFor']>;
}

interface PlannedStep {
  step: Step;
  target: PlanTarget;
}

/** How far it came. `setback` is what it ended with before the last step. */
export type Performed = 'held' | { steps: Step[]; setback?: Setback };

async function isVisible({ flow, reader, request }: Execution, step: Step, looks: readonly number[]): Promise<boolean> {
  for (const pause of looks) {
    await flow.clock.pause(pause);
    if (tookEffect(request.plan, step, await reader.readAssignments(step.userId))) return true;
  }
  return false;
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
    failure: failure ? recorded(failure) : null,
    tokenId: run.assertion.tokenId,
    ...more,
  };
  const actor = keyOf(run.request.requester);
  await run.flow.requests.saveStep(step, [{ at, event, requestId: run.request.id, actor, data }]);
  return step;
}

/** With many targets the changed ones are skipped and named; with one, `findSetback` has made the request void already. */
async function findSkipReason(run: Execution, { step, target }: PlannedStep): Promise<StepFailure | undefined> {
  const { request, reader } = run;
  if (step.state === 'sent' || request.plan.targets.length === 1) return undefined;
  return findObstacle(reader, request.plan, target);
}

/**
 * What Graph shows after a write counts. A refusal is believed at once, unless an earlier write got no answer: then it may
 * only mean that the earlier one took effect.
 */
async function findFailure(run: Execution, before: Step, written: WriteResult): Promise<StepFailure | undefined> {
  if (!written.ok && before.state !== 'sent') return written.failure;
  if (await isVisible(run, before, READ_BACK_PAUSES)) return undefined;
  return written.ok ? { kind: 'not-visible-yet' } : written.failure;
}

/** Save, act, save: a worker that dies between two lines finds here what it did. Undefined when there is no time left. */
async function performStep(run: Execution, planned: PlannedStep): Promise<Step | undefined> {
  const { step } = planned;
  const skipped = await findSkipReason(run, planned);
  if (skipped) return save(run, { ...step, state: 'failed', failure: skipped }, 'step-finished');
  if (isLate(run)) return undefined;
  const clientRequestId = attemptId(step, run.flow.clock.now().toISOString());
  const sent = await save(run, { ...step, state: 'sent' }, 'step-sent', { clientRequestId });
  const written = await sendStep(run.writer, run.request.plan, { ...planned, clientRequestId });
  const answered = { ...sent, graphRequestIds: [...sent.graphRequestIds, written.graphRequestId] };
  const failure = await findFailure(run, step, written);
  if (failure) return save(run, { ...answered, state: 'failed', failure }, 'step-finished');
  return save(run, { ...answered, state: 'done' }, 'step-finished');
}

/** What a dead worker sent is looked for before anything else; with patience when it cannot be sent again. */
async function settle(run: Execution, { step, target }: PlannedStep): Promise<PlannedStep> {
  if (step.state !== 'sent') return { step, target };
  const looks = isLate(run) ? READ_BACK_PAUSES : ONE_LOOK;
  if (!(await isVisible(run, step, looks))) return { step, target };
  return { step: await save(run, { ...step, state: 'done' }, 'step-finished'), target };
}

function isLate({ flow, request }: Execution): boolean {
  return isOverdue(request, policyFor(flow, request.plan), flow.clock.now());
}

function hasChangedTooMuch({ flow, request }: Execution, steps: readonly Step[]): boolean {
  const rules = stricter(request.policy, policyFor(flow, request.plan));
  return isTooManyChanged(countChanged(steps), steps.length, rules);
}

/** Each step at most once to its end: what an operator holds, the clock or a check forbids is not sent. */
export async function performSteps(run: Execution, planned: readonly PlannedStep[]): Promise<Performed> {
  const settled: PlannedStep[] = [];
  for (const each of planned) settled.push(await settle(run, each));
  const steps = settled.map(({ step }) => step);
  if (!steps.some(isUnfinished)) return { steps };
  const tooLate = { steps, setback: { kind: 'execution-too-late' } } as const;
  if (isLate(run)) return tooLate;
  const setback = await findSetback(run, settled);
  if (setback) return { steps, setback };
  for (const [index, each] of settled.entries()) {
    if (!isUnfinished(each.step)) continue;
    if (hasChangedTooMuch(run, steps)) return { steps, setback: { kind: 'too-many-changed' } };
    if (await isHeldByPause(run.flow, run.request.id)) return 'held';
    const performed = await performStep(run, each);
    if (!performed) return tooLate;
    steps[index] = performed;
  }
  return { steps };
}
