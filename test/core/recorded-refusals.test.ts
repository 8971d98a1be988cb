import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/core/errors.ts';
import { ProblemError } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { planDigest } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/plan.ts';
import { goAway } from '../../src/core/workflow/away.ts';
import { admitPlan, submitRequest } from '../../src/core/workflow/submit.ts';
import { alex, ana, bill, contosoId, createContoso, direct, keyOf, megan, sku } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;
let plan: Plan;
const id = requestId.parse(randomUUID());

beforeEach(async () => {
  flow = await createContoso();
  const wanted = [direct(sku.e3)];
  plan = makePlan(contosoId, [{ person: ana, assignments: wanted, wanted }], flow.directory.skus, flow.clock.now());
});

describe('a plan that is refused before its card', () => {
  it.each<[Problem['kind'], () => unknown]>([
    ['role-missing', () => flow.directory.roles.delete(alex.userId)],
    ['no-approver', () => flow.directory.roles.delete(megan.userId)],
    ['protected-person', () => (flow.policy = { ...flow.policy, protectedPeople: [ana.userId] })],
    ['graph-forbidden', () => flow.directory.calls.fail('readRoles', new ProblemError({ kind: 'graph-forbidden' }), 1)],
  ])('is recorded: %s, and nobody is asked', async (kind, given) => {
    given();
    const admitted = await admitPlan(flow, flow.assertions.signIn(alex), { id, plan });
    expect(admitted).toMatchObject({ ok: false, problem: { kind } });
    expect(flow.requests.audit.entries).toMatchObject([
      {
        event: 'request-refused',
        requestId: id,
        actor: keyOf(alex),
        data: { problem: kind, planDigest: planDigest(plan), tokenId: `uti of ${alex.userId}` },
      },
    ]);
  });

  it('because it is asked for already is told so, but only to who may ask for it', async () => {
    const submission = { id, plan, reason: 'She left.', impactUnderstood: true, cardActivityId: undefined };
    await submitRequest(flow, flow.assertions.signIn(alex), submission);
    const again = { id: requestId.parse(randomUUID()), plan };
    const told = await admitPlan(flow, flow.assertions.signIn(megan), again);
    expect(told).toEqual({ ok: false, problem: { kind: 'pending-elsewhere', request: id } });
    const notTold = await admitPlan(flow, flow.assertions.signIn(bill), again);
    expect(notTold).toMatchObject({ problem: { kind: 'role-missing' } });
  });

  it('leaves nothing behind when it is not refused', async () => {
    expect(await admitPlan(flow, flow.assertions.signIn(alex), { id, plan })).toMatchObject({ ok: true });
    expect(flow.requests.audit.entries).toEqual([]);
  });
});

describe('an absence that is refused', () => {
  it('is recorded with who wanted it and why not', async () => {
    await goAway(flow, flow.assertions.signIn(megan), { until: '2020-01-01T00:00:00.000Z' });
    await goAway(flow, flow.assertions.signIn(ana), { until: '2026-11-25T23:59:59.999Z' });
    expect(flow.requests.audit.entries).toMatchObject([
      { event: 'action-refused', actor: keyOf(megan), data: { action: 'away', problem: 'away-date' } },
      { event: 'action-refused', actor: keyOf(ana), data: { action: 'away', problem: 'role-missing' } },
    ]);
  });
});
