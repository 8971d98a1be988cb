import { ok, refused } from './errors.ts';
import type { Result } from './errors.ts';
import { samePerson } from './identity.ts';
import type { PersonKey } from './identity.ts';
import { hoursAfter, stricter } from './policy.ts';
import type { Policy } from './policy.ts';
import { isPast, withHappening } from './request.ts';
import type { Request } from './request.ts';

/** When a removal took its licences, and until when its requester may ask to give them back. */
export interface Undoable {
  removedAt: string;
  until: string;
}

/** Undefined for what took nothing, and where the policy never gives back. */
export function undoable({ finishedAt, plan, policy, state }: Request): Undoable | undefined {
  const removed = plan.operation === 'remove-licenses' && (state === 'succeeded' || state === 'partly-failed');
  if (!removed || !finishedAt || policy.undoHours === 0) return undefined;
  return { removedAt: finishedAt, until: hoursAfter(new Date(finishedAt), policy.undoHours).toISOString() };
}

/** Whether this person may ask now to have a removal undone, by the stricter of its policy and the one of today. */
export function mayUndo(removal: Request, by: PersonKey, rules: Policy, now: Date): Result<Undoable> {
  if (!samePerson(removal.requester, by)) return refused({ kind: 'not-yours' });
  const open = undoable({ ...removal, policy: stricter(removal.policy, rules) });
  return !open || isPast(open.until, now) ? refused({ kind: 'undo-over' }) : ok(open);
}

/** The removal once its undo was asked for: it stays what it is, and its history leads there. */
export function withUndo(removal: Request, undo: Pick<Request, 'id' | 'createdAt'>): Request {
  const asked = withHappening(removal, { kind: 'undo-asked', at: undo.createdAt, request: undo.id });
  return { ...removal, version: removal.version + 1, ...asked };
}

/** The version that the last move made. What comes after it tells nobody anything new. */
export function lastMoveOf({ history, version }: Pick<Request, 'history' | 'version'>): number {
  return version - history.filter(({ kind }) => kind === 'undo-asked').length;
}
