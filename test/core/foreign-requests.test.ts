import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestId, tenantId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import type { Intervention } from '../../src/core/workflow/intervene.ts';
import { resumeRequest } from '../../src/core/workflow/resume.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import { planUndo } from '../../src/core/workflow/undo.ts';
import { alex, ana, bill, contosoId, createContoso, direct, keyOf, megan, sku } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;
const id = requestId.parse(randomUUID());
const elsewhere = tenantId.parse('bbbbbbbb-0000-4000-8000-000000000001');
const unknown = { ok: false, problem: { kind: 'request-unknown' } };

beforeEach(async () => {
  flow = await createContoso();
  const wanted = [direct(sku.e3)];
  const plan = makePlan(
    contosoId,
    [{ person: ana, assignments: wanted, wanted }],
    flow.directory.skus,
    flow.clock.now(),
  );
  const submission = { id, plan, reason: 'She left.', impactUnderstood: true, cardActivityId: undefined };
  await submitRequest(flow, flow.assertions.signIn(alex), submission);
});

describe('a request of another tenant', () => {
  it.each<Intervention>(['withdraw', 'stop', 'confirm'])(
    'that is no longer wanted (%s) is unknown to a stranger',
    async (what) => {
      const stranger = flow.assertions.signIn({ ...alex, tenantId: elsewhere });
      expect(await intervene(flow, id, stranger, what)).toEqual(unknown);
      const data = { action: what, problem: 'request-unknown', tokenId: stranger.tokenId };
      expect(flow.requests.audit.entries.at(-1)).toMatchObject({ event: 'action-refused', requestId: id, data });
    },
  );

  it('is unknown to who wants to undo it, or signs in from its card', async () => {
    const stranger = flow.assertions.signIn({ ...alex, tenantId: elsewhere });
    expect(await planUndo(flow, stranger, id)).toEqual(unknown);
    expect(await resumeRequest(flow, id, stranger)).toEqual(unknown);
  });
});

describe('a sign-in from a card', () => {
  it.each([alex, megan])('says to its people how the request stands: $displayName', async (who) => {
    const told = await resumeRequest(flow, id, flow.assertions.signIn(who));
    expect(told).toMatchObject({ ok: true, value: { state: 'awaiting-approval' } });
  });

  it('says nothing to others about a request, and that they asked is recorded', async () => {
    expect(await resumeRequest(flow, id, flow.assertions.signIn(bill))).toEqual(unknown);
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'action-refused',
      requestId: id,
      actor: keyOf(bill),
      data: { action: 'sign-in', problem: 'request-unknown' },
    });
    const nowhere = requestId.parse(randomUUID());
    expect(await resumeRequest(flow, nowhere, flow.assertions.signIn(bill))).toEqual(unknown);
  });
});
