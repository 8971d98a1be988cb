import type { Problem } from '../errors.ts';
import { obstacleIn } from '../execution.ts';
import type { Obstacle, Step } from '../execution.ts';
import type { Person } from '../identity.ts';
import { planDigest } from '../plan.ts';
import type { Plan, PlanTarget } from '../plan.ts';
import { policyFor } from '../policy.ts';
import type { DirectoryReader } from '../ports.ts';
import type { Request } from '../request.ts';
import { lostRight } from '../setback.ts';
import type { Setback } from '../setback.ts';
import { policySetback } from '../tightened.ts';
import type { Workflow } from './deps.ts';
import { checkApprover, checkRequester } from './participants.ts';

/** What an approved request is held against, each time that work on it begins. */
export interface Checked {
  flow: Workflow;
  request: Request;
  reader: DirectoryReader;
}

/** Whether the request still is what was approved, and its people still may: checked before anything is sent, again. */
export async function findSetback(
  { flow, request, reader }: Checked,
  steps: readonly { step: Step; target: PlanTarget }[],
): Promise<Setback | undefined> {
  const { plan } = request;
  if (planDigest(plan) !== request.planDigest) return { kind: 'plan-altered' };
  const rules = policyFor(flow, plan);
  const tooLittle = policySetback(request, rules);
  if (tooLittle) return tooLittle;
  const guarded = plan.targets.find(({ user }) => rules.protectedPeople.includes(user.userId));
  if (guarded) return { kind: 'target-protected', displayName: guarded.user.displayName };
  const requester = await checkRequester(reader, request.requester.userId, plan);
  if (!requester.ok) return roleLost('requester', request.requester, requester.problem);
  for (const { by } of request.decisions) {
    const approver = await checkApprover(reader, by.userId, [request.policy, rules], plan);
    if (!approver.ok) return roleLost('approver', by, approver.problem);
  }
  const [only, ...others] = steps;
  // Once its write was sent, a difference is our own doing.
  if (only?.step.state !== 'pending' || others.length > 0) return undefined;
  const obstacle = await findObstacle(reader, plan, only.target);
  return obstacle && asSetback(obstacle, only.target.user);
}

function roleLost(who: 'requester' | 'approver', { displayName }: Person, { kind }: Problem): Setback {
  return { kind: 'role-lost', who, displayName, why: lostRight.safeParse(kind).data };
}

/** With one target, what keeps it from being carried out makes the request void. */
function asSetback(obstacle: Obstacle, { displayName }: PlanTarget['user']): Setback {
  switch (obstacle.kind) {
    case 'gone':
      return { kind: 'target-gone', displayName };
    case 'changed':
      return { kind: 'target-changed', displayName, changes: obstacle.changes };
    case 'already-held':
      return { kind: 'already-held', displayName, changes: obstacle.changes };
  }
}

/** What keeps the plan from being carried out for this person, by what Graph says now. */
export async function findObstacle(
  reader: DirectoryReader,
  plan: Plan,
  target: PlanTarget,
): Promise<Obstacle | undefined> {
  const { userId } = target.user;
  const person = await reader.readPerson(userId);
  const assignments = await reader.readAssignments(userId);
  if (!person || !assignments) return { kind: 'gone' };
  return obstacleIn(plan, target, assignments);
}
