import { digestOf } from '../digest.ts';
import { attempt, ok, ProblemError } from '../errors.ts';
import type { Problem, Result } from '../errors.ts';
import { keyOf } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import { policyFor } from '../policy.ts';
import type { UserAssertion } from '../ports.ts';
import { decide, mayDecide, REASON_LIMIT } from '../request.ts';
import type { Decision, Request } from '../request.ts';
import { afterApproval } from './after-approval.ts';
import type { Workflow } from './deps.ts';
import { moveRequest } from './move.ts';
import { checkApprover } from './participants.ts';

export interface Verdict {
  requestId: RequestId;
  verdict: Decision['verdict'];
  reason: string | undefined;
}

async function approver(
  flow: Workflow,
  assertion: UserAssertion,
  current: Request,
  verdict: Decision['verdict'],
): Promise<Decision['by']> {
  const rules = policyFor(flow, current.plan);
  const allowed = mayDecide(current, assertion, rules, flow.clock.now(), verdict);
  if (!allowed.ok) throw new ProblemError(allowed.problem);
  const reader = flow.directory.readerFor(assertion);
  const checked = await checkApprover(reader, assertion.userId, [current.policy, rules], current.plan);
  if (!checked.ok) throw new ProblemError(checked.problem);
  return checked.value;
}

async function decideOnce(flow: Workflow, assertion: UserAssertion, wanted: Verdict): Promise<Request> {
  const current = await flow.requests.find(wanted.requestId);
  if (!current || current.tenantId !== assertion.tenantId) throw new ProblemError({ kind: 'request-unknown' });
  const rules = policyFor(flow, current.plan);
  const by = await approver(flow, assertion, current, wanted.verdict);
  const reason = wanted.reason?.trim().slice(0, REASON_LIMIT);
  const at = flow.clock.now().toISOString();
  const made: Decision = { by, verdict: wanted.verdict, at, ...(reason ? { reason } : {}) };
  const moved = await moveRequest(
    flow,
    wanted.requestId,
    (request) => decide(request, made, rules),
    (request) => ({
      audit: [
        {
          at,
          event: 'decision-made',
          actor: keyOf(by),
          data: {
            verdict: made.verdict,
            reason: made.reason ?? null,
            planDigest: request.planDigest,
            policyDigest: digestOf(rules),
            tokenId: assertion.tokenId,
          },
        },
      ],
      followUps: afterApproval(request),
    }),
  );
  if (!moved.ok) throw new ProblemError(moved.problem);
  return moved.value;
}

/** Somebody refused a decision: recorded, whoever it was. */
async function recordRefusal(
  flow: Workflow,
  assertion: UserAssertion,
  wanted: Verdict,
  problem: Problem,
): Promise<void> {
  await flow.audit.append([
    {
      at: flow.clock.now().toISOString(),
      event: 'decision-refused',
      requestId: wanted.requestId,
      actor: keyOf(assertion),
      data: { verdict: wanted.verdict, problem: problem.kind, tokenId: assertion.tokenId },
    },
  ]);
}

/** Approves or denies in the name of the person who signed in. One decision wins; everybody else is told who was first. */
export async function decideRequest(
  flow: Workflow,
  assertion: UserAssertion,
  wanted: Verdict,
): Promise<Result<Request>> {
  const decided = await attempt(() => decideOnce(flow, assertion, wanted));
  if (decided.ok) return ok(decided.value);
  await recordRefusal(flow, assertion, wanted, decided.problem);
  return decided;
}
