import type { AuditEntry } from '../audit.ts';
import { keyOf, samePerson } from '../identity.ts';
import type { UserId } from '../identity.ts';
import type { UserAssertion } from '../ports.ts';
import { needsNoApproval } from '../request.ts';
import type { Request } from '../request.ts';
import type { FoundApprovers } from './participants.ts';

/** Of what nobody approves: who may approve and could not be told. */
function untoldOf(request: Request, { eligible }: FoundApprovers): { untold?: UserId[] } {
  if (!needsNoApproval(request)) return {};
  const untold = eligible.filter((each) => !request.approvers.some((told) => samePerson(told, each)));
  return { untold: untold.map(({ userId }) => userId) };
}

/** What the audit keeps of a request that was made; of an emergency, also that it was one. */
export function submissionAudit(
  request: Request,
  found: FoundApprovers,
  { tokenId, ...requester }: UserAssertion,
): AuditEntry[] {
  const untold = untoldOf(request, found);
  const { breakGlass, createdAt: at, id, planDigest: digest, policyDigest, reason, ticket } = request;
  const actor = keyOf(requester);
  const submitted: AuditEntry = {
    at,
    event: 'request-submitted',
    requestId: id,
    actor,
    data: {
      operation: request.plan.operation,
      ...(request.plan.parent
        ? { undoes: request.plan.parent.requestId, approvalNeeded: !needsNoApproval(request) }
        : {}),
      planDigest: digest,
      plan: request.plan,
      reason,
      ticket: ticket ?? null,
      approvers: request.approvers.map((each) => each.userId),
      standBy: request.standBy.map((each) => each.userId),
      ...untold,
      policyDigest,
      tokenId,
    },
  };
  const used: AuditEntry = {
    at,
    event: 'break-glass-used',
    requestId: id,
    actor,
    data: { reason, planDigest: digest, policyDigest, ...untold, tokenId },
  };
  return breakGlass ? [submitted, used] : [submitted];
}
