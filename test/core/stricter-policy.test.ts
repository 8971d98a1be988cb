import { beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { expireRequest } from '../../src/core/workflow/expire.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { planUndo } from '../../src/core/workflow/undo.ts';
import { alex, alsoMayApprove, ana, bill, createContoso, megan, under } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';
import { approve, approved, stored, submit, value } from '../support/contoso-request.ts';

const hour = 3_600_000;

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function removals(): number {
  return flow.directory.calls.of('removeLicenses').length;
}

/** A worker died after it began, before it sent anything. */
async function begun(request: Request): Promise<void> {
  flow.directory.calls.fail('readPerson', new TypeError('killed'), 1);
  await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
  expect((await stored(flow, request)).state).toBe('executing');
}

describe('a policy that became stricter after the approval', () => {
  it('and wants more approvals makes it void, before anything is sent', async () => {
    await alsoMayApprove(flow, bill);
    under(flow, { holdHours: 2 });
    const request = await approved(flow);
    under(flow, { approvals: 2 });
    flow.clock.advance(2 * hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'void', setback: { kind: 'too-few-approvals' } });
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'request-voided',
      data: { setback: { kind: 'too-few-approvals' } },
    });
    expect(removals()).toBe(0);
  });

  it('and wants more approvals stops an execution that is taken up again', async () => {
    const request = await approved(flow);
    await begun(request);
    under(flow, { approvals: 2 });
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'void', setback: { kind: 'too-few-approvals' } });
    expect(removals()).toBe(0);
  });

  it('and knows no emergencies any more makes one void', async () => {
    under(flow, { breakGlass: true });
    const request = await submit(flow, [ana], { breakGlass: true });
    under(flow, { breakGlass: false });
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'void', setback: { kind: 'break-glass-off' } });
    expect(removals()).toBe(0);
  });

  it('leaves an emergency alone that it still allows', async () => {
    under(flow, { breakGlass: true });
    const request = await submit(flow, [ana], { breakGlass: true });
    under(flow, { approvals: 2, holdHours: 1, requesterConfirms: true });
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });

  it('and wants an approval for giving back makes an undo without one void', async () => {
    under(flow, { undoNeedsApproval: false });
    const removal = await approved(flow);
    await executeRequest(flow, removal.id);
    const plan = value(await planUndo(flow, flow.assertions.signIn(alex), removal.id));
    const undo = await submit(flow, [], { plan });
    expect(undo.state).toBe('approved');
    under(flow, { undoNeedsApproval: true });
    await executeRequest(flow, undo.id);
    expect(await stored(flow, undo)).toMatchObject({ state: 'void', setback: { kind: 'too-few-approvals' } });
    expect(flow.directory.calls.of('addLicenses')).toEqual([]);
  });

  it('and holds longer moves the start, and with it the end of the time', async () => {
    under(flow, { holdHours: 2 });
    const request = await approved(flow);
    under(flow, { holdHours: 48 });
    flow.clock.advance(2 * hour);
    await executeRequest(flow, request.id);
    const held = await stored(flow, request);
    expect(held).toMatchObject({
      state: 'approved',
      notBefore: '2026-11-22T09:00:00.000Z',
      executionExpiresAt: '2026-11-22T13:00:00.000Z',
    });
    expect(flow.requests.audit.events.at(-1)).toBe('policy-tightened');
    expect(flow.requests.followUps.slice(-2)).toEqual([
      { kind: 'execute', requestId: request.id, at: held.notBefore },
      { kind: 'expire', requestId: request.id, at: held.executionExpiresAt },
    ]);
    flow.clock.advance(46 * hour);
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });

  it('and lets the requester confirm waits for that', async () => {
    const request = await approved(flow);
    under(flow, { requesterConfirms: true });
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('approved');
    expect(removals()).toBe(0);
    value(await intervene(flow, request.id, flow.assertions.signIn(alex), 'confirm'));
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });

  it('gives nobody more time: what is too late stays too late', async () => {
    const request = await approved(flow);
    under(flow, { holdHours: 48 });
    flow.clock.advance(4 * hour);
    await executeRequest(flow, request.id);
    await expireRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('expired');
  });

  it('and leaves less time for executions ends one under way earlier', async () => {
    const request = await approved(flow);
    await begun(request);
    under(flow, { executionHours: 1 });
    flow.clock.advance(hour);
    await executeRequest(flow, request.id);
    expect(await stored(flow, request)).toMatchObject({ state: 'void', setback: { kind: 'execution-too-late' } });
  });

  it('counts from the end of the hold there too', async () => {
    under(flow, { holdHours: 2 });
    const request = await approved(flow);
    flow.clock.advance(2 * hour);
    await begun(request);
    under(flow, { executionHours: 1 });
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });

  it('changes nothing where it became milder', async () => {
    await alsoMayApprove(flow, bill);
    under(flow, { approvals: 2 });
    const request = await submit(flow);
    value(await approve(flow, request, megan));
    under(flow, { approvals: 1 });
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('awaiting-approval');
    value(await approve(flow, request, bill));
    await executeRequest(flow, request.id);
    expect((await stored(flow, request)).state).toBe('succeeded');
  });
});
