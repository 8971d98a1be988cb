import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import { alex, ana, contosoId, createContoso, direct, keyOf, megan, sku } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;
const id = requestId.parse(randomUUID());
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

beforeEach(async () => {
  flow = await createContoso();
  const person = ana;
  const assignments = flow.directory.assignments.get(ana.userId) ?? [];
  const plan = makePlan(
    contosoId,
    [{ person, assignments, wanted: [direct(sku.e3)] }],
    flow.directory.skus,
    flow.clock.now(),
  );
  const submission = { id, plan, reason: 'She left.', impactUnderstood: true, cardActivityId: undefined };
  await submitRequest(flow, flow.assertions.signIn(alex), submission);
  await decideRequest(flow, flow.assertions.signIn(megan), { requestId: id, verdict: 'approve', reason: undefined });
});

describe('the record of an execution', () => {
  it('says in whose name each part of it was done', async () => {
    await executeRequest(flow, id);
    const acts = flow.requests.audit.entries.filter(({ event }) => /^(?:execution|step)-/.test(event));
    expect(acts.map(({ event }) => event)).toEqual([
      'execution-started',
      'step-sent',
      'step-finished',
      'execution-finished',
    ]);
    for (const { actor } of acts) expect(actor).toEqual(keyOf(alex));
  });

  it('has what the call was named to Graph before the call is made, also when its answer is lost', async () => {
    flow.directory.loseNextAnswer(new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, id)).rejects.toThrow('graph-unavailable');
    await executeRequest(flow, id);
    const sent = flow.requests.audit.entries.filter(({ event }) => event === 'step-sent');
    const [named] = flow.directory.clientRequestIds;
    expect(named).toMatch(guid);
    expect(sent.map(({ data }) => data['clientRequestId'])).toEqual([named]);
  });

  it('has a name of its own for every try', async () => {
    flow.directory.calls.fail('removeLicenses', new ProblemError({ kind: 'graph-busy' }), 1);
    await expect(executeRequest(flow, id)).rejects.toThrow('graph-busy');
    flow.clock.advance(60_000);
    await executeRequest(flow, id);
    expect(new Set(flow.directory.clientRequestIds).size).toBe(2);
  });
});
