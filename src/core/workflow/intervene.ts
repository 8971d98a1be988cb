import type { AuditEntry } from '../audit.ts';
import { refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { PersonKey, RequestId } from '../identity.ts';
import { confirm, stop, withdraw } from '../request.ts';
import type { Request } from '../request.ts';
import { afterApproval } from './after-approval.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';

/** What people may do with an open request besides deciding it. */
const interventions = {
  withdraw: { move: withdraw, event: 'request-withdrawn' },
  stop: { move: stop, event: 'request-stopped' },
  confirm: { move: confirm, event: 'request-confirmed' },
} as const satisfies Record<
  string,
  {
    move: (current: Request, by: PersonKey, now: Date, unsent?: boolean) => Result<Request>;
    event: AuditEntry['event'];
  }
>;

export type Intervention = keyof typeof interventions;

/**
 * The requester takes back what was not sent, or says that what was approved shall be done; somebody who was asked
 * stops it. Whoever may not is refused, and that is recorded too.
 */
export async function intervene(
  flow: Workflow,
  id: RequestId,
  by: PersonKey & { tokenId: string },
  what: Intervention,
): Promise<Result<Request>> {
  const { move, event } = interventions[what];
  const now = flow.clock.now();
  const at = now.toISOString();
  const { tokenId } = by;
  const before = await flow.requests.find(id);
  const steps = await flow.requests.readSteps(id);
  const untouched = steps.every((step) => step.state === 'pending');
  const done = await moveRequest(
    flow,
    id,
    (current) =>
      current.tenantId === by.tenantId
        ? move(current, by, now, untouched && current.version === before?.version)
        : refused({ kind: 'request-unknown' }),
    (moved) => ({ audit: [{ at, event, actor: keyOf(by), data: { tokenId } }], followUps: afterApproval(moved) }),
  );
  if (!done.ok) {
    const data = { action: what, problem: done.problem.kind, tokenId };
    await flow.audit.append([{ at, event: 'action-refused', requestId: id, actor: keyOf(by), data }]);
  }
  return done;
}
