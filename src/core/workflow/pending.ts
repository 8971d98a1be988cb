import type { RequestId } from '../identity.ts';
import type { UserAssertion } from '../ports.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';
import { findRequester } from './submit.ts';

/**
 * The request that stands in somebody's way, for who may ask for all that it asks for; undefined for everybody else.
 *
 * They take no part in it, but would have made the same request a moment ago, and know the people and licences in it from
 * the directory: that it was asked for, by whom, and on whom it waits tells them whom to talk to. What the requester and
 * the approvers wrote to each other is not theirs. The right ends with the answer: asked for by its number, the request is
 * as unknown to them as to a stranger.
 *
 * Read in their own name and now, for the plan of that request: an open request may be about more people than theirs, some
 * of them outside the administrative unit that their role is for.
 */
export async function findVisiblePending(
  flow: Workflow,
  assertion: UserAssertion,
  id: RequestId,
): Promise<Request | undefined> {
  const request = await flow.requests.find(id);
  if (request?.tenantId !== assertion.tenantId) return undefined;
  const asker = await findRequester(flow, assertion, request.plan);
  return asker.ok ? request : undefined;
}
