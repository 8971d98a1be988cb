import { z } from 'zod';
import { requestId, skuId, userId } from './identity.ts';
import type { LicenseAssignment, Plan, PlanTarget } from './plan.ts';

export const stepFailure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inherited') }),
  z.object({ kind: z.literal('dependency'), message: z.string() }),
  z.object({ kind: z.literal('forbidden') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('changed') }),
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

/** One line per assignment, without names: group and product names may change, the approval is about the ids. */
function fingerprint(assignment: LicenseAssignment): string {
  const via = assignment.path.kind === 'direct' ? 'direct' : assignment.path.groupId;
  return [assignment.skuId, via, ...assignment.disabledPlans.toSorted()].join(' ');
}

/** True when the person's licences are not what they were when the plan was made. */
export function differsFromPlan(target: PlanTarget, now: readonly LicenseAssignment[]): boolean {
  const before = [...target.remove, ...target.stillInherited, ...target.keeps].map(fingerprint).toSorted();
  const after = now.map(fingerprint).toSorted();
  return before.join('\n') !== after.join('\n');
}

/** True when none of the step's products is held directly any more. */
export function isRemoved(wanted: Step, now: readonly LicenseAssignment[]): boolean {
  return !now.some((assignment) => assignment.path.kind === 'direct' && wanted.skuIds.includes(assignment.skuId));
}

export function outcomeOf(steps: readonly Step[]): 'succeeded' | 'partly-failed' | 'failed' {
  const done = steps.filter((each) => each.state === 'done').length;
  if (done === steps.length) return 'succeeded';
  return done === 0 ? 'failed' : 'partly-failed';
}
