import { obstacleIn } from '../execution.ts';
import type { Step } from '../execution.ts';
import { planDigest } from '../plan.ts';
import type { Plan, PlanTarget } from '../plan.ts';
import { policyFor } from '../policy.ts';
import type { DirectoryReader } from '../ports.ts';
import type { Request, Setback } from '../request.ts';
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
  if (!requester.ok) return { kind: 'role-lost', who: 'requester', displayName: request.requester.displayName };
  for (const { by } of request.decisions) {
    const approver = await checkApprover(reader, by.userId, [request.policy, rules], plan);
    if (!approver.ok) return { kind: 'role-lost', who: 'approver', displayName: by.displayName };
  }
  const [only, ...others] = steps;
  // Once its write was sent, a difference is our own doing.
  if (only?.step.state !== 'pending' || others.length > 0) return undefined;
  return findTargetSetback(reader, plan, only.target);
}

const setbackOf = { changed: 'target-changed', 'already-held': 'already-held' } as const;

/** What keeps the plan from being carried out for this person, by what Graph says now. */
export async function findTargetSetback(
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
