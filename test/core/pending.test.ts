import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestId, tenantId } from '../../src/core/identity.ts';
import { builtInRole } from '../../src/core/policy.ts';
import { findVisiblePending } from '../../src/core/workflow/pending.ts';
import { alex, ana, anaSilva, bill, createContoso, giveRole, inBranch } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { stored, submit } from '../support/contoso-request.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

describe('a request that stands in somebody’s way', () => {
  it('is seen by an admin who may ask for the same', async () => {
    const request = await submit(flow);
    giveRole(flow, bill.userId, builtInRole.licenseAdministrator);
    const seen = await findVisiblePending(flow, flow.assertions.signIn(bill), request.id);
    expect(seen).toEqual(await stored(flow, request));
  });

  it('is seen by nobody who may not, whatever they say it is for', async () => {
    const request = await submit(flow);
    expect(await findVisiblePending(flow, flow.assertions.signIn(bill), request.id)).toBeUndefined();
  });

  it('is not seen by an admin of a unit when somebody in it is outside', async () => {
    const branch = inBranch(flow, ana);
    giveRole(flow, bill.userId, builtInRole.licenseAdministrator, `/administrativeUnits/${branch}`);
    const both = await submit(flow, [ana, anaSilva]);
    expect(await findVisiblePending(flow, flow.assertions.signIn(bill), both.id)).toBeUndefined();
    inBranch(flow, anaSilva);
    expect(await findVisiblePending(flow, flow.assertions.signIn(bill), both.id)).toMatchObject({ id: both.id });
  });

  it('is not there for another tenant, nor when it never was', async () => {
    const request = await submit(flow);
    const elsewhere = { ...alex, tenantId: tenantId.parse('bbbbbbbb-0000-4000-8000-000000000001') };
    expect(await findVisiblePending(flow, flow.assertions.signIn(elsewhere), request.id)).toBeUndefined();
    const never = requestId.parse(randomUUID());
    expect(await findVisiblePending(flow, flow.assertions.signIn(alex), never)).toBeUndefined();
  });
});
