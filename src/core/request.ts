import { z } from 'zod';
import { digestOf } from './digest.ts';
import { ok, refused } from './errors.ts';
import type { Result } from './errors.ts';
import { happening } from './history.ts';
import type { Happening } from './history.ts';
import { person, requestId, samePerson, tenantId } from './identity.ts';
import type { Person, PersonKey } from './identity.ts';
import { plan } from './plan.ts';
import { executionTimes, hoursAfter, policy, stricter } from './policy.ts';
import type { Policy } from './policy.ts';
import { setback } from './setback.ts';
import type { Setback } from './setback.ts';

const moment = z.iso.datetime();

/** The longest reason that is kept, in characters; the rest is cut. */
export const REASON_LIMIT = 500;

export const requestState = z.enum([
  'awaiting-approval',
  'approved',
  'executing',
  'waiting-for-sign-in',
  'succeeded',
  'partly-failed',
  'failed',
  'denied',
  'withdrawn',
  'expired',
  'stopped',
  'void',
]);
export type RequestState = z.infer<typeof requestState>;

export const decision = z.object({
  by: person,
  verdict: z.enum(['approve', 'deny']),
  reason: z.string().optional(),
  at: moment,
});
export type Decision = z.infer<typeof decision>;

export const request = z.object({
  id: requestId,
  tenantId,
  plan,
  planDigest: z.string(),
  state: requestState,
  /** Counts the moves; every move is one compare-and-swap on (state, version). */
  version: z.number().int().min(1),
  requester: person,
  reason: z.string().min(1),
  ticket: z.string().optional(),
  /** Who was asked to decide; who is told, where nobody has to approve. */
  approvers: z.array(person),
  /** Who may approve as well and is asked when those who were asked first stay silent. */
  standBy: z.array(person),
  /** Who was asked and could not be brought the card, and the version that the last of them made. */
  notReached: z.array(person).optional(),
  notReachedVersion: z.number().int().optional(),
  /** An emergency: carried out without an approval, under a policy that allows it. */
  breakGlass: z.boolean(),
  createdAt: moment,
  approvalExpiresAt: moment,
  /** The policy it was asked under; what became stricter since counts as well. */
  policy,
  policyDigest: z.string(),
  /** Everybody who has decided so far, first one first. A denial is the last. */
  decisions: z.array(decision),
  /** How often who was asked was reminded, and the version that the last reminder made. */
  reminders: z.number().int().min(0),
  remindedVersion: z.number().int().optional(),
  /** Not executed before; the execution's clock starts here. */
  notBefore: moment.optional(),
  /** When the requester said once more that it shall be done, where the policy asks for that. */
  confirmedAt: moment.optional(),
  executionExpiresAt: moment.optional(),
  startedAt: moment.optional(),
  /** Since when there is an operator's pause, which keeps it from being executed, or will. */
  pausedSince: moment.optional(),
  /** Who stopped it after the approval. */
  stoppedBy: person.optional(),
  finishedAt: moment.optional(),
  setback: setback.optional(),
  /** What else happened, oldest first. */
  history: z.array(happening).default([]),
});
export type Request = z.infer<typeof request>;

export interface Draft {
  id: Request['id'];
  plan: Request['plan'];
  planDigest: string;
  requester: Request['requester'];
  reason: string;
  ticket?: string;
  approvers: Request['approvers'];
  standBy: Request['standBy'];
  breakGlass: boolean;
}

/** Nobody has to approve an emergency, nor an undo where the policy lets a requester take a removal back. */
export function needsNoApproval({
  plan: asked,
  policy: rules,
  breakGlass,
}: Pick<Request, 'breakGlass'> & {
  plan: Pick<Request['plan'], 'operation'>;
  policy: Pick<Policy, 'undoNeedsApproval'>;
}): boolean {
  return breakGlass || (asked.operation === 'restore-licenses' && !rules.undoNeedsApproval);
}

/** A confirmed plan becomes a request that waits for approval, or one that needs none. */
export function openRequest(draft: Draft, rules: Policy, now: Date): Request {
  const opened: Request = {
    ...draft,
    tenantId: draft.plan.tenantId,
    state: 'awaiting-approval',
    version: 1,
    createdAt: now.toISOString(),
    policy: rules,
    policyDigest: digestOf(rules),
    decisions: [],
    history: [],
    reminders: 0,
    approvalExpiresAt: hoursAfter(now, rules.approvalHours).toISOString(),
  };
  if (!needsNoApproval(opened)) return opened;
  return { ...opened, state: 'approved', executionExpiresAt: hoursAfter(now, rules.executionHours).toISOString() };
}

const moves: Record<RequestState, readonly RequestState[]> = {
  'awaiting-approval': ['awaiting-approval', 'approved', 'denied', 'withdrawn', 'expired'],
  approved: ['approved', 'executing', 'withdrawn', 'stopped', 'expired', 'void'],
  executing: ['executing', 'waiting-for-sign-in', 'succeeded', 'partly-failed', 'failed', 'void'],
  'waiting-for-sign-in': ['executing', 'withdrawn', 'stopped', 'partly-failed', 'failed', 'void'],
  succeeded: [],
  'partly-failed': [],
  failed: [],
  denied: [],
  withdrawn: [],
  expired: [],
  stopped: [],
  void: [],
};

export function isFinal(state: RequestState): boolean {
  return moves[state].length === 0;
}

/** The request after a move; a move that the state machine does not know is a surprise and throws. */
export function moved(from: Request, state: RequestState, change: Partial<Request> = {}): Request {
  if (!moves[from.state].includes(state)) throw new Error(`a request cannot go from ${from.state} to ${state}`);
  const next = { ...from, ...change, state, version: from.version + 1 };
  return state === from.state || state === 'approved' ? next : unpaused(next);
}

/** The history with one thing more. */
export function withHappening({ history }: Request, happened: Happening): Pick<Request, 'history'> {
  return { history: [...history, happened] };
}

/** A pause keeps a request from going on: one that went on, or ended, is not paused. An approval alone takes it no further. */
function unpaused(request: Request): Request {
  const copy = { ...request };
  delete copy.pausedSince;
  return copy;
}

export function alreadyIn(current: Request): Result<never> {
  const made = current.decisions.at(-1);
  return refused({ kind: 'already-in-state', state: current.state, ...(made ? { by: made.by, at: made.at } : {}) });
}

/** True from the very millisecond on; false while no clock runs. */
export function isPast(moment: string | undefined, now: Date): boolean {
  return moment !== undefined && now.toISOString() >= moment;
}

/** When the approval is too late: by the policy it was asked under, or earlier where it is stricter by now. */
function approvalDeadline(current: Request, rules: Policy): string {
  const strict = hoursAfter(new Date(current.createdAt), stricter(current.policy, rules).approvalHours).toISOString();
  return strict < current.approvalExpiresAt ? strict : current.approvalExpiresAt;
}

/** Whether this person may decide this request now, apart from the role, which Graph knows. */
export function mayDecide(
  current: Request,
  by: PersonKey,
  rules: Policy,
  now: Date,
  verdict: Decision['verdict'] = 'approve',
): Result<null> {
  if (samePerson(current.requester, by)) return refused({ kind: 'own-request' });
  if (current.plan.targets.some((target) => target.user.userId === by.userId))
    return refused({ kind: 'target-decides' });
  if (!current.approvers.some((asked) => samePerson(asked, by))) return refused({ kind: 'not-asked' });
  if (current.state !== 'awaiting-approval') return alreadyIn(current);
  if (isPast(approvalDeadline(current, rules), now)) return refused({ kind: 'expired' });
  if (verdict === 'deny') return ok(null);
  if (current.decisions.some((made) => samePerson(made.by, by))) return refused({ kind: 'decided-by-you' });
  return ok(null);
}

/** Approve or deny. Deny wants a reason, and ends it; the last approval that was needed opens the way. */
export function decide(current: Request, made: Decision, rules: Policy): Result<Request> {
  const now = new Date(made.at);
  const allowed = mayDecide(current, made.by, rules, now, made.verdict);
  if (!allowed.ok) return allowed;
  const decisions = [...current.decisions, made];
  if (made.verdict === 'deny') {
    if (!made.reason?.trim()) return refused({ kind: 'reason-missing' });
    return ok(moved(current, 'denied', { decisions, finishedAt: made.at }));
  }
  const strict = stricter(current.policy, rules);
  const more = { decisions, policy: strict };
  if (decisions.length < strict.approvals) return ok(moved(current, 'awaiting-approval', more));
  return ok(moved(current, 'approved', { ...more, ...executionTimes(now, strict) }));
}

/** While a sign-in is awaited, an execution has begun: it can be called off only as long as it is `unsent`. */
function mayCallOff({ state }: Request, to: 'withdrawn' | 'stopped', unsent: boolean): boolean {
  return moves[state].includes(to) && (state !== 'waiting-for-sign-in' || unsent);
}

/** The requester takes the request back; possible until something is sent. */
export function withdraw(current: Request, by: PersonKey, now: Date, unsent = false): Result<Request> {
  if (!samePerson(current.requester, by)) return refused({ kind: 'not-yours' });
  if (!mayCallOff(current, 'withdrawn', unsent)) return alreadyIn(current);
  return ok(moved(current, 'withdrawn', { finishedAt: now.toISOString() }));
}

/** Somebody who was asked stops what was approved; possible until something is sent. */
export function stop(current: Request, by: PersonKey, now: Date, unsent = false): Result<Request> {
  const stoppedBy = current.approvers.find((asked) => samePerson(asked, by));
  if (!stoppedBy) return refused({ kind: 'not-asked' });
  if (!mayCallOff(current, 'stopped', unsent)) return alreadyIn(current);
  return ok(moved(current, 'stopped', { stoppedBy, finishedAt: now.toISOString() }));
}

/** True while an approved request waits for its requester to say that it shall be done. */
export function awaitsConfirmation(current: Request): boolean {
  const { state, policy: rules, confirmedAt } = current;
  return state === 'approved' && rules.requesterConfirms && !needsNoApproval(current) && confirmedAt === undefined;
}

/** The requester says, after the approval, that it shall be done. */
export function confirm(current: Request, by: PersonKey, now: Date): Result<Request> {
  if (!samePerson(current.requester, by)) return refused({ kind: 'not-yours' });
  if (!awaitsConfirmation(current)) return alreadyIn(current);
  if (isPast(current.executionExpiresAt, now)) return refused({ kind: 'expired' });
  return ok(moved(current, 'approved', { confirmedAt: now.toISOString() }));
}

/** Whether execution may start: approved, in time, not on hold, and confirmed where that is asked for. */
export function mayStart(current: Request, now: Date): boolean {
  const held = current.notBefore !== undefined && !isPast(current.notBefore, now);
  const late = isPast(current.executionExpiresAt, now);
  return current.state === 'approved' && !held && !late && !awaitsConfirmation(current);
}

const clocks: Partial<Record<RequestState, 'approvalExpiresAt' | 'executionExpiresAt'>> = {
  'awaiting-approval': 'approvalExpiresAt',
  approved: 'executionExpiresAt',
  executing: 'executionExpiresAt',
  'waiting-for-sign-in': 'executionExpiresAt',
};

/** When the clock that runs in this state is over; undefined where none runs. */
export function expiresAt(current: Request): string | undefined {
  const clock = clocks[current.state];
  return clock && current[clock];
}

/** Undefined while the request still has time, or when it does not expire in its state. */
export function expire(current: Request, now: Date): Request | undefined {
  if (!moves[current.state].includes('expired') || !isPast(expiresAt(current), now)) return undefined;
  return moved(current, 'expired', { finishedAt: now.toISOString() });
}

/** The worker claims the request, or goes on after a sign-in; from here nobody can withdraw it. */
export function start(current: Request, now: Date): Request {
  const at = now.toISOString();
  const signedIn = current.state === 'waiting-for-sign-in' ? withHappening(current, { kind: 'signed-in', at }) : {};
  return moved(current, 'executing', { startedAt: current.startedAt ?? at, ...signedIn });
}

/** An operator's pause holds a request back: as soon as it is made, so that its people know before they decide. */
export function hold(current: Request, since: string, now: Date): Request {
  const held: Happening = { kind: 'held', at: now.toISOString() };
  return moved(current, current.state, { pausedSince: since, ...withHappening(current, held) });
}

/** The pause is over for this request. */
export function release(current: Request, now: Date): Request {
  const at = now.toISOString();
  return unpaused(moved(current, current.state, withHappening(current, { kind: 'released', at })));
}

/** Somebody stands in for an approver who is away; undefined when they take part already, or it is about them. */
export function askAlso(current: Request, standIn: Person, away: PersonKey, now: Date): Request | undefined {
  const absent = current.approvers.find((each) => samePerson(each, away));
  const involved = [current.requester, ...current.approvers].some((each) => samePerson(each, standIn));
  const isTarget = current.plan.targets.some((target) => target.user.userId === standIn.userId);
  if (!absent || involved || isTarget || current.state !== 'awaiting-approval') return undefined;
  const standBy = current.standBy.filter((each) => !samePerson(each, standIn));
  const asked = withHappening(current, { kind: 'stand-in-asked', at: now.toISOString(), standIn, absent });
  return moved(current, 'awaiting-approval', { approvers: [...current.approvers, standIn], standBy, ...asked });
}

export function waitForSignIn(current: Request, now: Date): Request {
  return moved(
    current,
    'waiting-for-sign-in',
    withHappening(current, { kind: 'sign-in-awaited', at: now.toISOString() }),
  );
}

/** Ends a request whose approval no longer fits the world. Only allowed before the first write was sent. */
export function makeVoid(current: Request, why: Setback, now: Date): Request {
  return moved(current, 'void', { setback: why, finishedAt: now.toISOString() });
}

export function finish(current: Request, state: 'succeeded' | 'partly-failed' | 'failed', now: Date): Request {
  return moved(current, state, { finishedAt: now.toISOString() });
}
