import type { RequestId } from '../identity.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';

const LARGEST_SKEW = 60_000;

/**
 * A job comes by the database's clock, the rule goes by ours: a little too early must not mean never. Returns the request
 * as it was before the wait.
 */
export async function waitOutSkew(
  { clock, requests }: Workflow,
  id: RequestId,
  dueAt: (current: Request) => string | undefined,
): Promise<Request | undefined> {
  const current = await requests.find(id);
  const due = current && dueAt(current);
  const early = due === undefined ? 0 : Date.parse(due) - clock.now().getTime();
  if (early > 0 && early <= LARGEST_SKEW) await clock.pause(early);
  return current;
}
