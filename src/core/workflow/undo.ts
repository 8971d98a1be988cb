import { attempt, ProblemError } from '../errors.ts';
import type { Result } from '../errors.ts';
import { stepsOf } from '../execution.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import { makeRestorePlan } from '../operations/restore-licenses/make-restore-plan.ts';
import type { RemovalTarget } from '../operations/restore-licenses/make-restore-plan.ts';
import type { Plan } from '../plan.ts';
import { policyFor } from '../policy.ts';
import type { UserAssertion } from '../ports.ts';
import { mayUndo } from '../undo.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';

/** The removal, if this person may have it undone now. Throws the problem that keeps them from it. */
export async function findUndoable(
  flow: Workflow,
  assertion: UserAssertion,
  id: RequestId,
): Promise<{ removal: Request; removedAt: string }> {
  const removal = await flow.requests.find(id);
  if (removal?.tenantId !== assertion.tenantId) throw new ProblemError({ kind: 'request-unknown' });
  const allowed = mayUndo(removal, assertion, policyFor(flow, removal.plan), flow.clock.now());
  if (!allowed.ok) throw new ProblemError(allowed.problem);
  return { removal, removedAt: allowed.value.removedAt };
}

/** Whom the removal took something from, and what they hold today. What failed took nothing. */
async function readTargets(flow: Workflow, assertion: UserAssertion, removal: Request): Promise<RemovalTarget[]> {
  const reader = flow.directory.readerFor(assertion);
  const { protectedPeople } = policyFor(flow, { operation: 'restore-licenses' });
  const steps = stepsOf(removal.id, removal.plan, await flow.requests.readSteps(removal.id));
  const done = steps.filter(({ step }) => step.state === 'done');
  return Promise.all(
    done.map(async ({ target }) => ({
      target,
      held: await reader.readAssignments(target.user.userId),
      isProtected: protectedPeople.includes(target.user.userId),
    })),
  );
}

async function planOnce(flow: Workflow, assertion: UserAssertion, id: RequestId): Promise<Plan> {
  const { removal, removedAt } = await findUndoable(flow, assertion, id);
  const targets = await readTargets(flow, assertion, removal);
  const skus = await flow.directory.readerFor(assertion).readSubscribedSkus();
  const parent = { requestId: id, removedAt };
  const plan = makeRestorePlan({ tenantId: removal.tenantId, parent, targets }, skus, flow.clock.now());
  if (!plan) throw new ProblemError({ kind: 'nothing-to-give-back' });
  return plan;
}

/** What giving back the licences of a removal would mean today. Whoever may not is refused, and that is recorded. */
export async function planUndo(flow: Workflow, assertion: UserAssertion, id: RequestId): Promise<Result<Plan>> {
  const planned = await attempt(() => planOnce(flow, assertion, id));
  if (planned.ok) return planned;
  const at = flow.clock.now().toISOString();
  const data = { action: 'undo', problem: planned.problem.kind, tokenId: assertion.tokenId };
  await flow.audit.append([{ at, event: 'action-refused', requestId: id, actor: keyOf(assertion), data }]);
  return planned;
}
