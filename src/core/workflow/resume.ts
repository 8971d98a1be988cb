import { ok, refused } from '../errors.ts';
import type { Result } from '../errors.ts';
import { samePerson } from '../identity.ts';
import type { RequestId } from '../identity.ts';
import type { UserAssertion } from '../ports.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { resumeAfterSignIn } from './execute.ts';
import { recordRefusal } from './refusal-entry.ts';

/**
 * Somebody signed in from a request's card: what waited for them goes on, and they hear how that request stands. Of a
 * request that is not theirs they hear nothing, not even that it is there.
 */
export async function resumeRequest(flow: Workflow, id: RequestId, by: UserAssertion): Promise<Result<Request>> {
  await resumeAfterSignIn(flow, by);
  const request = await flow.requests.find(id);
  const parties = request ? [request.requester, ...request.approvers] : [];
  if (request && parties.some((each) => samePerson(each, by))) return ok(request);
  const data = { action: 'sign-in', problem: 'request-unknown', tokenId: by.tokenId };
  await recordRefusal(flow, { event: 'action-refused', actor: by, requestId: id, data });
  return refused({ kind: 'request-unknown' });
}
