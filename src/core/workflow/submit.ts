import { attempt, ok, ProblemError, refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { Person, RequestId } from '../identity.ts';
import { planDigest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { PartyCard, UserAssertion } from '../ports.ts';
import { openRequest } from '../request.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { checkRequester, findApprovers } from './participants.ts';

export interface Submission {
  /** Given when the plan was shown: a second click finds the request that the first one made. */
  id: RequestId;
  plan: Plan;
  reason: string;
  impactUnderstood: boolean;
  /** The message that holds the requester's card, to be updated in place. */
  cardActivityId: string | undefined;
}

export const REASON_LIMIT = 500;

/** The requester, if the role allows it, and the people who will be asked. Used for the plan card and again at submit. */
export async function findParticipants(
  flow: Workflow,
  assertion: UserAssertion,
  plan: Plan,
): Promise<Result<{ requester: Person; approvers: Person[] }>> {
  const reader = flow.directory.readerFor(assertion);
  const guarded = plan.targets.find((target) => flow.policy.protectedPeople.includes(target.user.userId));
  if (guarded) return refused({ kind: 'protected-person', displayName: guarded.user.displayName });
  const requester = await checkRequester(reader, assertion.userId, plan);
  if (!requester.ok) return requester;
  const approvers = await findApprovers(flow, reader, plan, assertion);
  if (!approvers.ok) return approvers;
  return ok({ requester: requester.value, approvers: approvers.value });
}

/** An open request for the same person and one of the same products, if there is one. */
export async function findPending(flow: Workflow, plan: Plan): Promise<Request | undefined> {
  for (const target of plan.targets) {
    const open = await flow.requests.findOpenFor({ tenantId: plan.tenantId, userId: target.user.userId });
    const skus = new Set(target.remove.map((license) => license.skuId));
    const same = open.find((each) =>
      each.plan.targets.some((other) => other.remove.some((license) => skus.has(license.skuId))),
    );
    if (same) return same;
  }
  return undefined;
}

function partyCards(request: Request, cardActivityId: string | undefined): PartyCard[] {
  const fresh = { requestId: request.id, shownVersion: 0, toldVersion: 0 };
  return [
    { ...fresh, party: keyOf(request.requester), role: 'requester', activityId: cardActivityId },
    ...request.approvers.map((approver): PartyCard => ({
      ...fresh,
      party: keyOf(approver),
      role: 'approver',
      activityId: undefined,
    })),
  ];
}

async function open(flow: Workflow, assertion: UserAssertion, submission: Submission): Promise<Request> {
  const known = await flow.requests.find(submission.id);
  if (known) return known;
  const reason = submission.reason.trim().slice(0, REASON_LIMIT);
  if (!submission.impactUnderstood) throw new ProblemError({ kind: 'impact-not-understood' });
  if (reason === '') throw new ProblemError({ kind: 'reason-missing' });
  const people = await findParticipants(flow, assertion, submission.plan);
  if (!people.ok) throw new ProblemError(people.problem);
  const pending = await findPending(flow, submission.plan);
  if (pending) throw new ProblemError({ kind: 'pending-elsewhere', request: pending.id });
  const draft = { id: submission.id, plan: submission.plan, planDigest: planDigest(submission.plan), reason };
  const request = openRequest({ ...draft, ...people.value }, flow.policy, flow.clock.now());
  await flow.requests.create(request, partyCards(request, submission.cardActivityId), {
    audit: [
      {
        at: request.createdAt,
        event: 'request-submitted',
        requestId: request.id,
        actor: keyOf(assertion),
        data: {
          planDigest: request.planDigest,
          plan: request.plan,
          reason,
          approvers: request.approvers.map((each) => each.userId),
          policyDigest: request.policyDigest,
          tokenId: assertion.tokenId,
        },
      },
    ],
    followUps: [
      { kind: 'show', requestId: request.id },
      { kind: 'expire', requestId: request.id, at: request.approvalExpiresAt },
    ],
  });
  return request;
}

/** Turns a confirmed plan into a stored request, once. Every check the card made is made again here. */
export async function submitRequest(
  flow: Workflow,
  assertion: UserAssertion,
  submission: Submission,
): Promise<Result<Request>> {
  const opened = await attempt(() => open(flow, assertion, submission));
  if (opened.ok) return opened;
  await flow.audit.append([
    {
      at: flow.clock.now().toISOString(),
      event: 'request-refused',
      requestId: submission.id,
      actor: keyOf(assertion),
      data: { problem: opened.problem.kind },
    },
  ]);
  return refused(opened.problem);
}
