import type { FollowUp } from '../ports.ts';
import type { Request } from '../request.ts';
import type { Workflow } from './deps.ts';

const LARGEST_SKEW = 60_000;

/**
 * A job comes by the database's clock, the rule goes by ours: too early must not mean never. A little is waited out here;
 * of more the job comes again, after a wait that does not ask what the database takes for now. Returns the request as it
 * was before the wait.
 */
export async function waitOutSkew(
  { clock, requests }: Workflow,
  job: Pick<Exclude<FollowUp, { kind: 'show' }>, 'kind' | 'requestId'>,
  dueAt: (current: Request) => string | undefined,
): Promise<Request | undefined> {
  const current = await requests.find(job.requestId);
  const due = current && dueAt(current);
  if (due === undefined) return current;
  const early = Date.parse(due) - clock.now().getTime();
  if (early > LARGEST_SKEW) await requests.enqueue([{ ...job, at: due }], early);
  else if (early > 0) await clock.pause(early);
  return current;
}
