import type { AuditEntry } from '../audit.ts';
import { refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import type { RequestId } from '../identity.ts';
import type { Change, FollowUp, PartyCard } from '../ports.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';

const ATTEMPTS = 5;

/**
 * Reads, decides with the pure `change`, and swaps; starts over when somebody else was faster. `change` must be pure:
 * it may run several times.
 */
export async function moveRequest(
  flow: Workflow,
  id: RequestId,
  change: (current: Request) => Result<Request>,
  record: (
    moved: Request,
    from: Request,
  ) => {
    audit: Omit<AuditEntry, 'requestId'>[];
    followUps?: FollowUp[];
    cards?: PartyCard[];
  },
): Promise<Result<Request>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const current = await flow.requests.find(id);
    if (!current) return refused({ kind: 'request-unknown' });
    const next = change(current);
    if (!next.ok) return next;
    const recorded = record(next.value, current);
    const stored: Change = {
      audit: recorded.audit.map((entry) => ({ ...entry, requestId: id })),
      followUps: [{ kind: 'show', requestId: id }, ...(recorded.followUps ?? [])],
      ...(recorded.cards ? { cards: recorded.cards } : {}),
    };
    if ((await flow.requests.move(current, next.value, stored)) === 'moved') return next;
  }
  throw new Error('a request was moved by others on every attempt');
}
