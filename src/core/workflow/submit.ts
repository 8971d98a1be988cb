import { digestOf } from '../digest.ts';
import { attempt, ok, ProblemError, refused } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import { keyOf, samePerson } from '../identity.ts';
import type { Person, RequestId, UserId } from '../identity.ts';
import { planDigest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import { policyFor } from '../policy.ts';
import type { Policy } from '../policy.ts';
import type { FollowUp, PartyCard, UserAssertion } from '../ports.ts';
import { needsNoApproval, openRequest, REASON_LIMIT } from '../request.ts';
import type { Request } from '../request.ts';
import { withUndo } from '../undo.ts';
import { afterApproval } from './after-approval.ts';
import { whoIsHere } from './away.ts';
import type { Workflow } from './deps.ts';
import { approverCard, nudgeLater } from './nudge.ts';
import { checkRequester, enoughApprovers, findApprovers } from './participants.ts';
import type { FoundApprovers } from './participants.ts';
import { isHeldByPause } from './pause.ts';
import { recordRefusal } from './refusal-entry.ts';
import { submissionAudit } from './submission-audit.ts';
import { findUndoable } from './undo.ts';

export interface Submission {
  /** Given when the plan was shown: a second click finds the request that the first one made. */
  id: RequestId;
  plan: Plan;
  reason: string;
  impactUnderstood: boolean;
  ticket?: string | undefined;
  /** Of those who may approve, the one who shall be asked first. */
  preferred?: UserId | undefined;
  /** Carry it out without an approval: an emergency. */
  breakGlass?: boolean;
  /** The message that holds the requester's card, to be updated in place. */
  cardActivityId: string | undefined;
}

const TICKET_LIMIT = 50;

export interface Participants {
  requester: Person;
  /** Who may approve, can be reached, and is here. */
  approvers: Person[];
  /** Everybody who may approve: who can be reached, here or away, and who cannot. */
  found: FoundApprovers;
  /** Why nobody can be asked, when too few can: then only an emergency gets through. */
  tooFew?: Problem;
}

/** To give something back is never an emergency: the policy says whether it needs an approval. */
function mayBreakGlass({ operation }: Plan, rules: Policy): boolean {
  return rules.breakGlass && operation === 'remove-licenses';
}

/** The requester, if the role allows it and nobody in the plan is protected. */
export async function findRequester(flow: Workflow, assertion: UserAssertion, plan: Plan): Promise<Result<Person>> {
  const guarded = plan.targets.find((target) => policyFor(flow, plan).protectedPeople.includes(target.user.userId));
  if (guarded) return refused({ kind: 'protected-person', displayName: guarded.user.displayName });
  return checkRequester(flow.directory.readerFor(assertion), assertion.userId, plan);
}

/** The requester with the people who will be asked. */
async function withApprovers(
  flow: Workflow,
  assertion: UserAssertion,
  plan: Plan,
  requester: Person,
): Promise<Result<Participants>> {
  const reader = flow.directory.readerFor(assertion);
  const rules = policyFor(flow, plan);
  const found = await findApprovers(flow, reader, plan, assertion);
  const enough = await enoughApprovers(flow, reader, found, rules);
  if (enough.ok) {
    const approvers = await whoIsHere(flow, enough.value, rules.approvals);
    return ok({ requester, approvers, found });
  }
  if (needsNoApproval({ plan, policy: rules, breakGlass: false })) {
    return ok({ requester, approvers: found.reachable, found });
  }
  if (!mayBreakGlass(plan, rules)) return enough;
  return ok({ requester, approvers: found.reachable, found, tooFew: enough.problem });
}

async function findParticipants(flow: Workflow, assertion: UserAssertion, plan: Plan): Promise<Result<Participants>> {
  const requester = await findRequester(flow, assertion, plan);
  return requester.ok ? withApprovers(flow, assertion, plan, requester.value) : requester;
}

/** Who is asked at once and who stands by, as those do who are away. One person can only be preferred where one approval is enough. */
function whoIsAsked(
  { approvers, found }: Participants,
  { plan, preferred, breakGlass = false }: Submission,
  rules: Policy,
): Pick<Request, 'approvers' | 'standBy'> {
  // What nobody approves is told to all, also to who is away: there is nothing that they could leave to the others.
  if (needsNoApproval({ plan, policy: rules, breakGlass })) return { approvers: found.reachable, standBy: [] };
  const away = found.reachable.filter((each) => !approvers.some((here) => samePerson(here, each)));
  if (preferred === undefined || rules.approvals > 1) return { approvers, standBy: away };
  if (!approvers.some((each) => each.userId === preferred)) throw new ProblemError({ kind: 'preferred-not-eligible' });
  return {
    approvers: approvers.filter((each) => each.userId === preferred),
    standBy: [...approvers.filter((each) => each.userId !== preferred), ...away],
  };
}

/** An open request for the same person and one of the same products, if there is one. */
async function findPending(flow: Workflow, plan: Plan): Promise<Request | undefined> {
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
    ...request.approvers.map((approver) => approverCard(request, approver, 0)),
  ];
}

/** What people typed and ticked, checked. */
function readForm(submission: Submission, rules: Policy): { reason: string; ticket?: string } {
  const reason = submission.reason.trim().slice(0, REASON_LIMIT);
  const ticket = submission.ticket?.trim().slice(0, TICKET_LIMIT);
  if (submission.breakGlass && !mayBreakGlass(submission.plan, rules))
    throw new ProblemError({ kind: 'break-glass-off' });
  if (!submission.impactUnderstood) throw new ProblemError({ kind: 'impact-not-understood' });
  if (reason === '') throw new ProblemError({ kind: 'reason-missing' });
  if (rules.ticket === 'off') return { reason };
  if (rules.ticket === 'required' && !ticket) throw new ProblemError({ kind: 'ticket-missing' });
  return { reason, ...(ticket ? { ticket } : {}) };
}

function submissionFollowUps(request: Request): FollowUp[] {
  const { id, approvalExpiresAt, plan } = request;
  const shown = plan.parent ? [id, plan.parent.requestId] : [id];
  return [
    ...shown.map((each) => ({ kind: 'show' as const, requestId: each })),
    ...(needsNoApproval(request)
      ? afterApproval(request)
      : [{ kind: 'expire' as const, requestId: id, at: approvalExpiresAt }, ...nudgeLater(request)]),
  ];
}

async function open(flow: Workflow, assertion: UserAssertion, submission: Submission): Promise<Request> {
  const known = await flow.requests.find(submission.id);
  if (known) return known;
  const { id, plan } = submission;
  const rules = policyFor(flow, plan);
  const form = readForm(submission, rules);
  const { parent } = plan;
  const undoes = parent && (await findUndoable(flow, assertion, parent.requestId));
  const people = await findParticipants(flow, assertion, plan);
  if (!people.ok) throw new ProblemError(people.problem);
  const { requester, tooFew } = people.value;
  const breakGlass = submission.breakGlass ?? false;
  if (tooFew && !breakGlass) throw new ProblemError(tooFew);
  const asked = whoIsAsked(people.value, submission, rules);
  const draft = { id, plan, planDigest: planDigest(plan), requester, breakGlass, ...form, ...asked };
  const request = openRequest(draft, rules, flow.clock.now());
  const change = {
    cards: partyCards(request, submission.cardActivityId),
    audit: submissionAudit(request, people.value.found, assertion),
    followUps: submissionFollowUps(request),
  };
  const undone = undoes && { from: undoes.removal, to: withUndo(undoes.removal, request) };
  const created = await flow.requests.create(request, change, undone);
  if (created.kind === 'conflict') return open(flow, assertion, submission);
  if (created.kind === 'pending') throw new ProblemError({ kind: 'pending-elsewhere', request: created.request });
  return (await isHeldByPause(flow, id)) ? { ...request, ...(await flow.requests.find(id)) } : request;
}

type Planned = Pick<Submission, 'id' | 'plan'>;

async function recordRefusedPlan(
  flow: Workflow,
  assertion: UserAssertion,
  { id, plan }: Planned,
  problem: Problem,
): Promise<void> {
  const policyDigest = digestOf(policyFor(flow, plan));
  const data = { problem: problem.kind, planDigest: planDigest(plan), policyDigest, tokenId: assertion.tokenId };
  await recordRefusal(flow, { event: 'request-refused', actor: assertion, requestId: id, data });
}

/** Of an open request for the same hears only who may ask for it. */
async function admit(flow: Workflow, assertion: UserAssertion, plan: Plan): Promise<Result<Participants>> {
  const requester = await findRequester(flow, assertion, plan);
  if (!requester.ok) return requester;
  const pending = await findPending(flow, plan);
  if (pending) return refused({ kind: 'pending-elsewhere', request: pending.id });
  return withApprovers(flow, assertion, plan, requester.value);
}

/** Who takes part, for the card that shows a plan. Whoever may not ask for it is refused before, and that is recorded. */
export async function admitPlan(
  flow: Workflow,
  assertion: UserAssertion,
  planned: Planned,
): Promise<Result<Participants>> {
  const admitted = await attempt(() => admit(flow, assertion, planned.plan));
  const people = admitted.ok ? admitted.value : admitted;
  if (!people.ok) await recordRefusedPlan(flow, assertion, planned, people.problem);
  return people;
}

/** Turns a confirmed plan into a stored request, once. Every check the card made is made again here. */
export async function submitRequest(
  flow: Workflow,
  assertion: UserAssertion,
  submission: Submission,
): Promise<Result<Request>> {
  const opened = await attempt(() => open(flow, assertion, submission));
  if (opened.ok) return opened;
  await recordRefusedPlan(flow, assertion, submission, opened.problem);
  return opened;
}
