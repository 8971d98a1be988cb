import { randomUUID } from 'node:crypto';
import type { Result } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import { alex, ana, contosoId, megan } from './contoso.ts';
import type { Contoso } from './contoso.ts';

/** The value of a result that a test expects to be one. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

/** Alex asks for everything that these people hold directly. */
export async function submit(
  flow: Contoso,
  people: readonly DirectoryPerson[] = [ana],
  change: Partial<Submission> = {},
): Promise<Request> {
  const targets = people.map((person) => {
    const assignments = flow.directory.assignments.get(person.userId) ?? [];
    return { person, assignments, wanted: assignments.filter((each) => each.path.kind === 'direct') };
  });
  const plan = makePlan(contosoId, targets, flow.directory.skus, flow.clock.now());
  const submission = { plan, reason: 'She left.', impactUnderstood: true, cardActivityId: 'card-1', ...change };
  const id = requestId.parse(randomUUID());
  return value(await submitRequest(flow, flow.assertions.signIn(alex), { id, ...submission }));
}

export function approve(flow: Contoso, { id }: Request, by = megan): Promise<Result<Request>> {
  return decideRequest(flow, flow.assertions.signIn(by), { requestId: id, verdict: 'approve', reason: undefined });
}

/** Alex asked, Megan approved. */
export async function approved(flow: Contoso, people?: readonly DirectoryPerson[]): Promise<Request> {
  return value(await approve(flow, await submit(flow, people)));
}

/** The request as it is now. */
export async function stored(flow: Contoso, { id }: Request): Promise<Request> {
  const found = await flow.requests.find(id);
  if (!found) throw new Error('the request is gone');
  return found;
}
