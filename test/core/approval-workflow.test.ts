import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem, Result } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { nudgeRequest } from '../../src/core/workflow/nudge.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import { alex, ana, bill, contosoId, createContoso, giveRole, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function under(rules: Partial<Policy>): void {
  flow.policy = { ...flow.policy, ...rules };
}

async function alsoMayApprove(person: DirectoryPerson): Promise<void> {
  giveRole(flow, person.userId, builtInRole.userAdministrator);
  await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
}

function submit(change: Partial<Submission> = {}): Promise<Result<Request>> {
  const assignments = flow.directory.assignments.get(ana.userId) ?? [];
  const wanted = assignments.filter((each) => each.path.kind === 'direct');
  const plan = makePlan(contosoId, [{ person: ana, assignments, wanted }], flow.directory.skus, flow.clock.now());
  return submitRequest(flow, flow.assertions.signIn(alex), {
    id: requestId.parse(randomUUID()),
    plan,
    reason: 'She left.',
    impactUnderstood: true,
    cardActivityId: 'card-1',
    ...change,
  });
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

function problem<T>(result: Result<T>): Problem | undefined {
  return result.ok ? undefined : result.problem;
}

async function stored({ id }: Request): Promise<Request> {
  const found = await flow.requests.find(id);
  if (!found) throw new Error('the request is gone');
  return found;
}

function approve({ id }: Request, by = megan): Promise<Result<Request>> {
  return decideRequest(flow, flow.assertions.signIn(by), { requestId: id, verdict: 'approve', reason: undefined });
}

function lastFollowUps(count: number): unknown[] {
  return flow.requests.followUps.slice(-count);
}

describe('a hold', () => {
  it('starts the execution at its end, and is stopped by an approver before', async () => {
    under({ holdHours: 2 });
    const request = value(await submit());
    const approved = value(await approve(request));
    expect(lastFollowUps(2)).toEqual([
      { kind: 'execute', requestId: request.id, at: approved.notBefore },
      { kind: 'expire', requestId: request.id, at: approved.executionExpiresAt },
    ]);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('approved');
    const stopped = await intervene(flow, request.id, flow.assertions.signIn(megan), 'stop');
    expect(value(stopped)).toMatchObject({ state: 'stopped', stoppedBy: { displayName: 'Megan Bowen' } });
    flow.clock.set('2026-11-20T12:00:00.000Z');
    await executeRequest(flow, request.id);
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
    expect(flow.requests.audit.events.at(-1)).toBe('request-stopped');
  });

  it('is waited out by a job that comes a moment too early', async () => {
    under({ holdHours: 2 });
    const request = value(await submit());
    await approve(request);
    flow.clock.set('2026-11-20T10:59:59.000Z');
    await executeRequest(flow, request.id);
    expect(flow.clock.pauses[0]).toBe(1000);
    expect((await stored(request)).state).toBe('succeeded');
  });
});

describe('a confirmation by the requester', () => {
  it('is what starts the execution, where the policy asks for it', async () => {
    under({ requesterConfirms: true });
    const request = value(await submit());
    await approve(request);
    expect(flow.requests.followUps.map((each) => each.kind)).not.toContain('execute');
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('approved');
    const refused = await intervene(flow, request.id, flow.assertions.signIn(megan), 'confirm');
    expect(problem(refused)).toEqual({ kind: 'not-yours' });
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'action-refused',
      data: { action: 'confirm', problem: 'not-yours' },
    });
    value(await intervene(flow, request.id, flow.assertions.signIn(alex), 'confirm'));
    expect(flow.requests.followUps).toContainEqual({ kind: 'execute', requestId: request.id });
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });
});

describe('a preferred approver', () => {
  it('is asked first; the others get a card when there is no answer', async () => {
    await alsoMayApprove(bill);
    const request = value(await submit({ preferred: megan.userId }));
    expect(request).toMatchObject({ approvers: [{ userId: megan.userId }], standBy: [{ userId: bill.userId }] });
    expect(await flow.requests.cards.cardsOf(request.id)).toHaveLength(2);
    expect(problem(await approve(request, bill))).toEqual({ kind: 'not-asked' });
    flow.clock.set('2026-11-20T13:00:00.000Z');
    await nudgeRequest(flow, request.id);
    expect(flow.requests.audit.events.at(-1)).toBe('request-escalated');
    expect((await flow.requests.cards.cardsOf(request.id)).at(-1)).toMatchObject({
      party: keyOf(bill),
      role: 'approver',
      toldVersion: 2,
    });
    expect(value(await approve(request, bill)).state).toBe('approved');
  });

  it('who may not approve is refused, and nothing is sent', async () => {
    expect(problem(await submit({ preferred: ana.userId }))).toEqual({ kind: 'preferred-not-eligible' });
    const refusal = flow.requests.audit.entries.at(-1);
    expect(refusal).toMatchObject({ event: 'request-refused', data: { tokenId: `uti of ${alex.userId}` } });
    expect(refusal?.data['planDigest']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is no preference where several have to approve', async () => {
    await alsoMayApprove(bill);
    under({ approvals: 2 });
    expect(value(await submit({ preferred: megan.userId }))).toMatchObject({
      approvers: [{ userId: megan.userId }, { userId: bill.userId }],
      standBy: [],
    });
  });
});

describe('reminders', () => {
  it('come at growing distances, in one chain, and end with the decision', async () => {
    const request = value(await submit());
    expect(flow.requests.followUps).toContainEqual({
      kind: 'nudge',
      requestId: request.id,
      at: '2026-11-20T13:00:00.000Z',
    });
    await nudgeRequest(flow, request.id);
    expect((await stored(request)).reminders).toBe(0);
    flow.clock.set('2026-11-20T13:00:00.000Z');
    await nudgeRequest(flow, request.id);
    await nudgeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ reminders: 1, version: 2 });
    expect(flow.requests.followUps.at(-1)).toEqual({
      kind: 'nudge',
      requestId: request.id,
      at: '2026-11-20T21:00:00.000Z',
    });
    await approve(request);
    flow.clock.set('2026-11-20T21:00:00.000Z');
    await nudgeRequest(flow, request.id);
    expect(flow.requests.audit.events.filter((event) => event === 'approvers-reminded')).toHaveLength(1);
  });
});

describe('a policy without reminders', () => {
  it('leaves a request alone', async () => {
    under({ remindAfterHours: 0 });
    await submit();
    expect(flow.requests.followUps.map((each) => each.kind)).toEqual(['show', 'expire']);
  });
});

describe('a ticket number', () => {
  it('is refused when it is missing and required, kept when given, and not kept when nobody asks', async () => {
    under({ ticket: 'required' });
    expect(problem(await submit({ ticket: ' ' }))).toEqual({ kind: 'ticket-missing' });
    const request = value(await submit({ ticket: ' INC-4711 ' }));
    expect(request.ticket).toBe('INC-4711');
    expect(flow.requests.audit.entries.at(-1)?.data['ticket']).toBe('INC-4711');
    await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    under({ ticket: 'optional' });
    const without = value(await submit());
    expect(without).not.toHaveProperty('ticket');
    await intervene(flow, without.id, flow.assertions.signIn(alex), 'withdraw');
    under({ ticket: 'off' });
    expect(value(await submit({ ticket: 'INC-4711' }))).not.toHaveProperty('ticket');
  });
});

describe('an emergency', () => {
  it('is refused where the policy does not allow it', async () => {
    expect(problem(await submit({ breakGlass: true }))).toEqual({ kind: 'break-glass-off' });
    expect(flow.requests.calls.of('create')).toEqual([]);
  });

  it('starts without an approval, with a card for everybody who may approve, and is marked in the audit', async () => {
    under({ breakGlass: true });
    const request = value(await submit({ breakGlass: true }));
    expect(request).toMatchObject({ state: 'approved', breakGlass: true, decisions: [] });
    expect(await flow.requests.cards.cardsOf(request.id)).toHaveLength(2);
    expect(flow.requests.audit.events).toEqual(['request-submitted', 'break-glass-used']);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('needs a reason as every request does', async () => {
    under({ breakGlass: true });
    expect(problem(await submit({ breakGlass: true, reason: '' }))).toEqual({ kind: 'reason-missing' });
  });

  it('is all that is left when nobody can be asked', async () => {
    under({ breakGlass: true, approvals: 2 });
    expect(problem(await submit())).toMatchObject({ kind: 'too-few-approvers' });
    expect(value(await submit({ breakGlass: true }))).toMatchObject({ state: 'approved' });
  });
});

describe('somebody who became a protected account after the approval', () => {
  it('is not touched', async () => {
    const request = value(await submit());
    await approve(request);
    under({ protectedPeople: [ana.userId] });
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'void', setback: { kind: 'target-protected' } });
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
  });
});

describe('two requests for the same licence in the same instant', () => {
  it('become one: the later one is told of the first', async () => {
    const first = value(await submit());
    flow.requests.findOpenFor = async () => [];
    expect(problem(await submit())).toEqual({ kind: 'pending-elsewhere', request: first.id });
  });
});
