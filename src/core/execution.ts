import { z } from 'zod';
import { requestId, skuId, userId } from './identity.ts';
import type { LicenseAssignment, Plan, PlanTarget } from './plan.ts';
import { change, whatChanged } from './what-changed.ts';
import type { LicenseChange } from './what-changed.ts';

/** Empty in what was stored before changes were. */
const changes = z.array(change).default([]);

export const stepFailure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inherited') }),
  z.object({ kind: z.literal('dependency'), message: z.string() }),
  z.object({ kind: z.literal('forbidden') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('changed'), changes }),
  z.object({ kind: z.literal('already-held'), changes }),
  z.object({ kind: z.literal('no-seats') }),
  z.object({ kind: z.literal('usage-location') }),
  z.object({ kind: z.literal('conflict'), message: z.string() }),
  z.object({ kind: z.literal('not-visible-yet') }),
  z.object({ kind: z.literal('refused-by-graph'), message: z.string() }),
]);
export type StepFailure = z.infer<typeof stepFailure>;

/** One write of one request: everything that goes from one person, in one Graph call. */
export const step = z.object({
  requestId,
  index: z.number().int().min(0),
  userId,
  skuIds: z.array(skuId),
  /** `sent` is saved before the write leaves: a worker that dies in between finds it and looks before it sends again. */
  state: z.enum(['pending', 'sent', 'done', 'failed']),
  graphRequestIds: z.array(z.string()),
  failure: stepFailure.optional(),
});
export type Step = z.infer<typeof step>;

/** Every step of a plan with the person it is for, in order: as it was saved, or pending where nothing was saved yet. */
export function stepsOf(
  id: Step['requestId'],
  plan: Plan,
  saved: readonly Step[],
): { step: Step; target: PlanTarget }[] {
  return plan.targets.map((target, index) => {
    const pending: Step = {
      requestId: id,
      index,
      userId: target.user.userId,
      skuIds: target.remove.map((license) => license.skuId),
      state: 'pending',
      graphRequestIds: [],
    };
    return { target, step: saved.find((step) => step.index === index) ?? pending };
  });
}

/** What is not as the plan says about the person's licences. */
function differences(target: PlanTarget, now: readonly LicenseAssignment[]): LicenseChange[] {
  return whatChanged([...target.remove, ...target.stillInherited, ...target.keeps], now);
}

/** Which of these products somebody holds directly; the only way that a step changes anything about. */
function heldDirectly(skuIds: Step['skuIds'], now: readonly LicenseAssignment[]): Step['skuIds'] {
  return skuIds.filter((wanted) => now.some(({ path, skuId }) => path.kind === 'direct' && wanted === skuId));
}

/** True when Graph shows what a step was to bring about. An account that is gone has lost everything. */
export function tookEffect(
  { operation }: Pick<Plan, 'operation'>,
  { skuIds }: Step,
  now: readonly LicenseAssignment[] | undefined,
): boolean {
  const held = heldDirectly(skuIds, now ?? []).length;
  return operation === 'remove-licenses' ? held === 0 : held === skuIds.length;
}

/** Why nothing is sent for a person: the world is not what the plan says. */
export type Obstacle = Extract<StepFailure, { kind: 'gone' | 'changed' | 'already-held' }>;

/** What keeps a plan from being carried out for a person, by the licences they have now. */
export function obstacleIn(
  { operation }: Pick<Plan, 'operation'>,
  target: PlanTarget,
  now: readonly LicenseAssignment[],
): Obstacle | undefined {
  if (operation === 'remove-licenses') {
    const different = differences(target, now);
    return different.length > 0 ? { kind: 'changed', changes: different } : undefined;
  }
  const wanted = target.remove.map(({ skuId }) => skuId);
  const again = now.filter(({ path, skuId: held }) => path.kind === 'direct' && wanted.includes(held));
  return again.length > 0 ? { kind: 'already-held', changes: whatChanged([], again) } : undefined;
}

/** True while a step still has something to send, or nobody knows whether what it sent arrived. */
export function isUnfinished({ state }: Step): boolean {
  return state === 'pending' || state === 'sent';
}

const obstacles = new Set<StepFailure['kind'] | undefined>([
  'changed',
  'gone',
  'already-held',
] satisfies Obstacle['kind'][]);

/** Of how many people the world was not what the plan says. What Graph refused is something else. */
export function countChanged(steps: readonly Step[]): number {
  return steps.filter(({ failure }) => obstacles.has(failure?.kind)).length;
}

export function outcomeOf(steps: readonly Step[]): 'succeeded' | 'partly-failed' | 'failed' {
  const done = steps.filter((each) => each.state === 'done').length;
  if (done === steps.length) return 'succeeded';
  return done === 0 ? 'failed' : 'partly-failed';
}
