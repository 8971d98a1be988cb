import type { Person } from './identity.ts';

/** What somebody has to be to approve: a holder of one of these roles, by their template ids, or a member of a group. */
export type MayApprove = { kind: 'roles'; roles: string[] } | { kind: 'group'; groupName: string };

/**
 * Too few can be asked. `unreached` may approve, and Farewell cannot bring them anything; `contact` is whom the
 * organisation sends people to, where that is configured.
 */
export type NoApprover = { unreached: Person[]; mayApprove: MayApprove; contact?: string } & (
  { kind: 'no-approver' } | { kind: 'too-few-approvers'; needed: number; reached: number }
);

/** Why a request, a decision or an execution is refused. Data, not prose: */
export type Problem =
  | { kind: 'role-missing'; who: 'requester' | 'approver' }
  | { kind: 'outside-units'; units: string[]; displayName: string }
  | { kind: 'not-in-group'; groupName: string }
  | { kind: 'group-too-small'; groupName: string; needed: number }
  | { kind: 'billing-role-only' }
  | { kind: 'own-request' }
  | { kind: 'target-decides' }
  | { kind: 'guest' }
  | { kind: 'account-disabled'; who: 'requester' | 'approver' }
  | NoApprover
  | { kind: 'protected-person'; displayName: string }
  | { kind: 'decided-by-you' }
  | { kind: 'preferred-not-eligible' }
  | { kind: 'ticket-missing' }
  | { kind: 'break-glass-off' }
  | { kind: 'away-date' }
  | { kind: 'stand-in-not-eligible' }
  | { kind: 'not-an-operator' }
  | { kind: 'not-asked' }
  | { kind: 'request-unknown' }
  | { kind: 'not-yours' }
  | { kind: 'already-in-state'; state: string; by?: Person; at?: string }
  | { kind: 'expired' }
  | { kind: 'reason-missing' }
  | { kind: 'impact-not-understood' }
  | { kind: 'pending-elsewhere'; request: string }
  | { kind: 'nothing-to-remove' }
  | { kind: 'nothing-to-give-back' }
  | { kind: 'undo-over' }
  | { kind: 'somebody-elses-sign-in' }
  | { kind: 'sign-in-needed'; claims?: string }
  | { kind: 'consent-needed' }
  | { kind: 'access-blocked'; code: string }
  | { kind: 'graph-forbidden' }
  | { kind: 'graph-busy' }
  | { kind: 'graph-unavailable' };

/** Carries an expected problem out of a port call. Caught where a use case or a dialog step begins, never further up. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** Graph's id of the call that brought it, where Graph answered: the log shows it. */
  readonly graphRequestId: string | undefined;

  constructor(problem: Problem, cause?: unknown, graphRequestId?: string) {
    super(problem.kind, { cause });
    this.name = 'ProblemError';
    this.problem = problem;
    this.graphRequestId = graphRequestId;
  }
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(problem: Problem): { ok: false; problem: Problem } {
  return { ok: false, problem };
}

/** Runs `work` and turns a ProblemError into a value; everything else keeps flying to the error boundary. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof ProblemError) return refused(error.problem);
    throw error;
  }
}
