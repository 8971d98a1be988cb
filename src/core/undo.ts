import { ok, refused } from './errors.ts';
import type { Result } from './errors.ts';
import { samePerson } from './identity.ts';
import type { PersonKey } from './identity.ts';
import { hoursAfter, stricter } from './policy.ts';
import type { Policy } from './policy.ts';
import { isPast } from './request.ts';
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
