import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import type { Problem, Result } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { Request } from '../../src/core/request.ts';
import { comeBack, goAway } from '../../src/core/workflow/away.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { nudgeRequest } from '../../src/core/workflow/nudge.ts';
import { pauseExecutions, resumeExecutions } from '../../src/core/workflow/pause.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import {
  alex,
  alsoMayApprove,
  ana,
  anaSilva,
  bill,
  contosoId,
  createContoso,
  giveRole,
  keyOf,
  megan,
  under,
} from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

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
    under(flow, { holdHours: 2 });
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
    under(flow, { holdHours: 2 });
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
    under(flow, { requesterConfirms: true });
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
    await alsoMayApprove(flow, bill);
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
    await alsoMayApprove(flow, bill);
    under(flow, { approvals: 2 });
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
    under(flow, { remindAfterHours: 0 });
    await submit();
    expect(flow.requests.followUps.map((each) => each.kind)).toEqual(['show', 'expire']);
  });
});

describe('a ticket number', () => {
  it('is refused when it is missing and required, kept when given, and not kept when nobody asks', async () => {
    under(flow, { ticket: 'required' });
    expect(problem(await submit({ ticket: ' ' }))).toEqual({ kind: 'ticket-missing' });
    const request = value(await submit({ ticket: ' INC-4711 ' }));
    expect(request.ticket).toBe('INC-4711');
    expect(flow.requests.audit.entries.at(-1)?.data['ticket']).toBe('INC-4711');
    await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    under(flow, { ticket: 'optional' });
    const without = value(await submit());
    expect(without).not.toHaveProperty('ticket');
    await intervene(flow, without.id, flow.assertions.signIn(alex), 'withdraw');
    under(flow, { ticket: 'off' });
    expect(value(await submit({ ticket: 'INC-4711' }))).not.toHaveProperty('ticket');
  });
});

describe('an emergency', () => {
  it('is refused where the policy does not allow it', async () => {
    expect(problem(await submit({ breakGlass: true }))).toEqual({ kind: 'break-glass-off' });
    expect(flow.requests.calls.of('create')).toEqual([]);
  });

  it('starts without an approval, with a card for everybody who may approve, and is marked in the audit', async () => {
    under(flow, { breakGlass: true });
    const request = value(await submit({ breakGlass: true }));
    expect(request).toMatchObject({ state: 'approved', breakGlass: true, decisions: [] });
    expect(await flow.requests.cards.cardsOf(request.id)).toHaveLength(2);
    expect(flow.requests.audit.events).toEqual(['request-submitted', 'break-glass-used']);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('is told to those who are away, too, and names in the audit whom nobody could tell', async () => {
    await alsoMayApprove(flow, bill);
    giveRole(flow, anaSilva.userId, builtInRole.userAdministrator);
    under(flow, { breakGlass: true });
    await goAway(flow, flow.assertions.signIn(megan), { until: '2026-11-25T23:59:59.999Z' });
    const request = value(await submit({ breakGlass: true }));
    expect(request.approvers).toMatchObject([{ userId: megan.userId }, { userId: bill.userId }]);
    expect((await flow.requests.cards.cardsOf(request.id)).map((card) => card.party)).toContainEqual(keyOf(megan));
    for (const entry of flow.requests.audit.entries.slice(-2)) {
      expect(entry.data).toMatchObject({ untold: [anaSilva.userId] });
    }
  });

  it('that nobody at all can be told of says so in the audit', async () => {
    under(flow, { breakGlass: true, approvals: 2 });
    giveRole(flow, bill.userId, builtInRole.userAdministrator);
    value(await submit({ breakGlass: true }));
    expect(flow.requests.audit.entries.at(-1)?.data).toMatchObject({ untold: [bill.userId] });
  });

  it('needs a reason as every request does', async () => {
    under(flow, { breakGlass: true });
    expect(problem(await submit({ breakGlass: true, reason: '' }))).toEqual({ kind: 'reason-missing' });
  });

  it('is all that is left when nobody can be asked', async () => {
    under(flow, { breakGlass: true, approvals: 2 });
    expect(problem(await submit())).toMatchObject({ kind: 'too-few-approvers' });
    expect(value(await submit({ breakGlass: true }))).toMatchObject({ state: 'approved' });
  });
});

describe('somebody who became a protected account after the approval', () => {
  it('is not touched', async () => {
    const request = value(await submit());
    await approve(request);
    under(flow, { protectedPeople: [ana.userId] });
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'void', setback: { kind: 'target-protected' } });
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
  });
});

describe('an approver who is away', () => {
  const until = '2026-11-25T23:59:59.999Z';

  it('is not asked while others are there, and is again when the time is over', async () => {
    await alsoMayApprove(flow, bill);
    const away = value(await goAway(flow, flow.assertions.signIn(megan), { until }));
    expect(away).toEqual({ person: keyOf(megan), until, standIn: undefined });
    const request = value(await submit());
    expect(request.approvers).toMatchObject([{ userId: bill.userId }]);
    expect(flow.requests.audit.entries.at(-1)?.data).not.toHaveProperty('untold');
    await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    flow.clock.set('2026-11-26T00:00:00.000Z');
    expect(value(await submit()).approvers).toHaveLength(2);
  });

  it('stands by, and is asked when the others stay silent', async () => {
    await alsoMayApprove(flow, bill);
    await goAway(flow, flow.assertions.signIn(megan), { until });
    const request = value(await submit());
    expect(request).toMatchObject({ approvers: [{ userId: bill.userId }], standBy: [{ userId: megan.userId }] });
    flow.clock.set('2026-11-20T13:00:00.000Z');
    await nudgeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ approvers: [{}, { userId: megan.userId }], standBy: [] });
    expect(value(await approve(request)).state).toBe('approved');
  });

  it('stands by behind everybody when one person was preferred', async () => {
    await alsoMayApprove(flow, bill);
    await alsoMayApprove(flow, anaSilva);
    await goAway(flow, flow.assertions.signIn(megan), { until });
    const request = value(await submit({ preferred: bill.userId }));
    expect(request.approvers).toMatchObject([{ userId: bill.userId }]);
    expect(request.standBy.map(({ userId }) => userId).toSorted()).toEqual([megan.userId, anaSilva.userId]);
  });

  it('is asked all the same when nobody else is left', async () => {
    await goAway(flow, flow.assertions.signIn(megan), { until });
    expect(value(await submit()).approvers).toMatchObject([{ userId: megan.userId }]);
  });

  it('hands what waits to a stand-in, who decides in their own name', async () => {
    const request = value(await submit());
    await alsoMayApprove(flow, bill);
    value(await goAway(flow, flow.assertions.signIn(megan), { until, standIn: bill.userId }));
    expect((await stored(request)).approvers).toMatchObject([{ userId: megan.userId }, { userId: bill.userId }]);
    expect((await flow.requests.cards.cardsOf(request.id)).map((card) => card.party)).toContainEqual(keyOf(bill));
    expect(value(await approve(request, bill)).decisions).toMatchObject([{ by: { userId: bill.userId } }]);
    expect(flow.requests.audit.events).toContain('stand-in-asked');
  });

  it('hands over nothing that the stand-in takes part in already, or asked for', async () => {
    const request = value(await submit());
    giveRole(flow, alex.userId, builtInRole.userAdministrator);
    value(await goAway(flow, flow.assertions.signIn(megan), { until, standIn: alex.userId }));
    expect((await stored(request)).approvers).toHaveLength(1);
  });

  it('comes back when they say so', async () => {
    await alsoMayApprove(flow, bill);
    const assertion = flow.assertions.signIn(megan);
    await goAway(flow, assertion, { until });
    await comeBack(flow, assertion);
    expect(value(await submit()).approvers).toHaveLength(2);
    expect(flow.requests.audit.events).toContain('approver-back');
  });

  it.each<[string, Parameters<typeof goAway>[2], Problem['kind']]>([
    ['in the past', { until: '2026-11-19T23:59:59.999Z' }, 'away-date'],
    ['for years', { until: '2028-11-19T23:59:59.999Z' }, 'away-date'],
    ['until no day at all', { until: '' }, 'away-date'],
    ['with a stand-in without the role', { until, standIn: ana.userId }, 'stand-in-not-eligible'],
    ['with themselves as stand-in', { until, standIn: megan.userId }, 'stand-in-not-eligible'],
  ])('cannot be away %s', async (_, absence, kind) => {
    expect(problem(await goAway(flow, flow.assertions.signIn(megan), absence))).toEqual({ kind });
    expect(await flow.away.find(megan, flow.clock.now())).toBeUndefined();
  });

  it('cannot name a stand-in who cannot be reached', async () => {
    giveRole(flow, bill.userId, builtInRole.userAdministrator);
    const refused = await goAway(flow, flow.assertions.signIn(megan), { until, standIn: bill.userId });
    expect(problem(refused)).toEqual({ kind: 'stand-in-not-eligible' });
  });

  it('is somebody who may approve: nobody else has anything to hand over', async () => {
    const refused = await goAway(flow, flow.assertions.signIn(ana), { until });
    expect(problem(refused)).toEqual({ kind: 'role-missing', who: 'approver' });
  });
});

describe('an operator’s pause', () => {
  it('keeps what is approved from being executed, and lets it go on afterwards', async () => {
    const operator = flow.assertions.signIn(alex);
    const request = value(await submit());
    await approve(request);
    expect(value(await pauseExecutions(flow, operator, ' The sync went wrong. '))).toMatchObject({
      reason: 'The sync went wrong.',
    });
    await executeRequest(flow, request.id);
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'approved', pausedSince: '2026-11-20T09:00:00.000Z' });
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
    value(await resumeExecutions(flow, operator));
    expect(flow.requests.followUps.at(-1)).toEqual({ kind: 'execute', requestId: request.id });
    await executeRequest(flow, request.id);
    const done = await stored(request);
    expect(done.state).toBe('succeeded');
    expect(done).not.toHaveProperty('pausedSince');
    expect(flow.requests.audit.events).toEqual(
      expect.arrayContaining(['executions-paused', 'execution-held', 'executions-resumed']),
    );
  });

  it('stops between two steps of an execution under way', async () => {
    const request = value(await submit());
    await approve(request);
    flow.directory.calls.fail('removeLicenses', new ProblemError({ kind: 'graph-busy' }), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-busy');
    const steps = await flow.requests.readSteps(request.id);
    for (const step of steps) await flow.requests.saveStep({ ...step, state: 'pending' }, []);
    await pauseExecutions(flow, flow.assertions.signIn(alex), 'Wait.');
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'executing', pausedSince: expect.any(String) as string });
    await resumeExecutions(flow, flow.assertions.signIn(alex));
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('that ends in the same moment in which it is found holds nothing back', async () => {
    const request = value(await submit());
    await approve(request);
    const pause = { by: keyOf(alex), at: '2026-11-20T09:00:00.000Z', reason: 'Wait.' };
    let looks = 0;
    flow.pause.current = async () => ((looks += 1) === 1 ? pause : undefined);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('of a request that is decided otherwise meanwhile is left alone', async () => {
    const request = value(await submit());
    await approve(request);
    const operator = flow.assertions.signIn(alex);
    await pauseExecutions(flow, operator, 'Wait.');
    await executeRequest(flow, request.id);
    const found = await stored(request);
    flow.requests.findHeldByPause = async () => [found];
    await resumeExecutions(flow, operator);
    const version = (await stored(request)).version;
    await resumeExecutions(flow, operator);
    expect((await stored(request)).version).toBe(version);
  });

  it('is the operators’ alone, and wants a reason', async () => {
    const nobody = flow.assertions.signIn(megan);
    expect(problem(await pauseExecutions(flow, nobody, 'Why not.'))).toEqual({ kind: 'not-an-operator' });
    expect(problem(await resumeExecutions(flow, nobody))).toEqual({ kind: 'not-an-operator' });
    expect(flow.requests.audit.events).toEqual(['action-refused', 'action-refused']);
    const operator = flow.assertions.signIn(alex);
    expect(problem(await pauseExecutions(flow, operator, ' '))).toEqual({ kind: 'reason-missing' });
    const data = { action: 'pause', problem: 'reason-missing' };
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({ event: 'action-refused', data });
    expect(await flow.pause.current()).toBeUndefined();
  });
});

describe('a request that waits for its requester to sign in', () => {
  async function asleep(): Promise<Request> {
    const request = value(await submit());
    await approve(request);
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    return request;
  }

  it('is withdrawn or stopped as long as nothing was sent', async () => {
    const first = await asleep();
    const withdrawn = await intervene(flow, first.id, flow.assertions.signIn(alex), 'withdraw');
    expect(value(withdrawn).state).toBe('withdrawn');
    const second = await asleep();
    const stopped = await intervene(flow, second.id, flow.assertions.signIn(megan), 'stop');
    expect(value(stopped)).toMatchObject({ state: 'stopped', stoppedBy: { userId: megan.userId } });
  });

  it('is neither once something was sent', async () => {
    const request = value(await submit());
    await approve(request);
    flow.directory.calls.fail('removeLicenses', new ProblemError({ kind: 'sign-in-needed' }), 1);
    await executeRequest(flow, request.id);
    const refusedWith = { kind: 'already-in-state', state: 'waiting-for-sign-in' };
    const withdrawn = await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    expect(problem(withdrawn)).toMatchObject(refusedWith);
    expect(problem(await intervene(flow, request.id, flow.assertions.signIn(megan), 'stop'))).toMatchObject(
      refusedWith,
    );
  });

  it('is neither when it went on since its steps were read', async () => {
    const request = await asleep();
    const find = flow.requests.find.bind(flow.requests);
    let looks = 0;
    flow.requests.find = async (id) => {
      const found = await find(id);
      return found && (looks += 1) > 1 ? { ...found, version: found.version + 2 } : found;
    };
    const withdrawn = await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw');
    expect(problem(withdrawn)).toMatchObject({ kind: 'already-in-state', state: 'waiting-for-sign-in' });
  });
});

describe('who approved first of two', () => {
  it('can still deny it, and that ends it', async () => {
    await alsoMayApprove(flow, bill);
    under(flow, { approvals: 2 });
    const request = value(await submit());
    value(await approve(request));
    expect(problem(await approve(request))).toEqual({ kind: 'decided-by-you' });
    const verdict = { requestId: request.id, verdict: 'deny', reason: 'Wait, the wrong Ana.' } as const;
    expect(value(await decideRequest(flow, flow.assertions.signIn(megan), verdict)).state).toBe('denied');
    expect(problem(await approve(request, bill))).toMatchObject({ kind: 'already-in-state', state: 'denied' });
  });
});

describe('two requests for the same licence in the same instant', () => {
  it('become one: the later one is told of the first', async () => {
    const first = value(await submit());
    flow.requests.findOpenFor = async () => [];
    expect(problem(await submit())).toEqual({ kind: 'pending-elsewhere', request: first.id });
  });
});
