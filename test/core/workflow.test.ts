import { beforeEach, describe, expect, it, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { attempt, ProblemError } from '../../src/core/errors.ts';
import type { Problem, Result } from '../../src/core/errors.ts';
import { requestId, userId } from '../../src/core/identity.ts';
import type { UserId } from '../../src/core/identity.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { LicenseAssignment, Plan } from '../../src/core/plan.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest, resumeAfterSignIn } from '../../src/core/workflow/execute.ts';
import { expireRequest } from '../../src/core/workflow/expire.ts';
import { intervene } from '../../src/core/workflow/intervene.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import { sampleRequest } from '../contracts/samples.ts';
import {
  alex,
  ana,
  anaSilva,
  bill,
  contosoId,
  createContoso,
  direct,
  disabled,
  gast,
  giveRole,
  keyOf,
  megan,
  sku,
  viaDesign,
} from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function planFor(...people: DirectoryPerson[]): Plan {
  const targets = people.map((person) => {
    const assignments = flow.directory.assignments.get(person.userId) ?? [];
    return { person, assignments, wanted: assignments.filter((each) => each.path.kind === 'direct') };
  });
  return makePlan(contosoId, targets, flow.directory.skus, flow.clock.now());
}

function submission(change: Partial<Submission> = {}): Submission {
  return {
    id: requestId.parse(randomUUID()),
    plan: planFor(ana),
    reason: 'She left.',
    impactUnderstood: true,
    cardActivityId: 'card-1',
    ...change,
  };
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

function problem<T>(result: Result<T>): Problem | undefined {
  return result.ok ? undefined : result.problem;
}

async function submitted(change: Partial<Submission> = {}): Promise<Request> {
  return value(await submitRequest(flow, flow.assertions.signIn(alex), submission(change)));
}

async function approved(change: Partial<Submission> = {}): Promise<Request> {
  const request = await submitted(change);
  return value(
    await decideRequest(flow, flow.assertions.signIn(megan), {
      requestId: request.id,
      verdict: 'approve',
      reason: undefined,
    }),
  );
}

async function stored(request: Request): Promise<Request> {
  const found = await flow.requests.find(request.id);
  if (!found) throw new Error('the request is gone');
  return found;
}

describe('a request is submitted', () => {
  it('once, with everybody who may decide and can be reached, and a card for each', async () => {
    const request = await submitted();
    expect(request).toMatchObject({
      state: 'awaiting-approval',
      approvers: [{ displayName: 'Megan Bowen' }],
      requester: { displayName: 'Alex Wilber' },
    });
    expect(await flow.requests.cards.cardsOf(request.id)).toMatchObject([
      { role: 'requester', activityId: 'card-1', shownVersion: 0 },
      { role: 'approver', activityId: undefined },
    ]);
    expect(flow.requests.followUps.map((each) => each.kind)).toEqual(['show', 'expire', 'nudge']);
    expect(flow.requests.audit.events).toEqual(['request-submitted']);
    expect(JSON.stringify(flow.requests.audit.entries)).not.toContain('token of');
  });

  it('and a second click finds the first', async () => {
    const once = submission();
    const assertion = flow.assertions.signIn(alex);
    const first = value(await submitRequest(flow, assertion, once));
    expect(value(await submitRequest(flow, assertion, once))).toEqual(first);
    expect(flow.requests.audit.events).toEqual(['request-submitted']);
  });

  it.each<[string, Partial<Submission>, Problem]>([
    ['without the toggle', { impactUnderstood: false }, { kind: 'impact-not-understood' }],
    ['without a reason', { reason: ' \n ' }, { kind: 'reason-missing' }],
  ])('never %s', async (_, change, expected) => {
    const refused = await submitRequest(flow, flow.assertions.signIn(alex), submission(change));
    expect(problem(refused)).toEqual(expected);
    expect(flow.requests.audit.events).toEqual(['request-refused']);
    expect(flow.requests.calls.of('create')).toEqual([]);
  });

  it('never by somebody without the role, with billing alone, or with a disabled account', async () => {
    const by = async (person: DirectoryPerson) =>
      problem(await submitRequest(flow, flow.assertions.signIn(person), submission()));
    expect(await by(bill)).toEqual({ kind: 'role-missing', who: 'requester' });
    giveRole(flow, bill.userId, builtInRole.billingAdministrator, '/', []);
    expect(await by(bill)).toEqual({ kind: 'billing-role-only' });
    giveRole(flow, disabled.userId, builtInRole.globalAdministrator);
    expect(await by(disabled)).toEqual({ kind: 'account-disabled', who: 'requester' });
  });

  it('never when nobody can approve it, and says who would have to be reached', async () => {
    giveRole(flow, bill.userId, builtInRole.globalAdministrator);
    flow.directory.people.splice(flow.directory.people.indexOf(megan), 1);
    for (const person of [gast, disabled]) giveRole(flow, person.userId, builtInRole.globalAdministrator);
    const refused = await submitRequest(flow, flow.assertions.signIn(alex), submission());
    expect(problem(refused)).toEqual({
      kind: 'no-approver',
      unreached: [expect.objectContaining({ displayName: 'Bill Ling' })],
      mayApprove: { kind: 'roles', roles: flow.policy.approverRoles },
    });
  });

  it('never when fewer can approve than the policy wants', async () => {
    flow.policy = { ...flow.policy, approvals: 2 };
    const refused = await submitRequest(flow, flow.assertions.signIn(alex), submission());
    expect(problem(refused)).toMatchObject({ kind: 'too-few-approvers', needed: 2, reached: 1, unreached: [] });
  });

  it('never when some who may approve cannot be reached, and says who, and whom else to ask', async () => {
    flow.policy = { ...flow.policy, approvals: 2 };
    flow.adminContact = 'it@contoso.com';
    giveRole(flow, bill.userId, builtInRole.globalAdministrator);
    const refused = await submitRequest(flow, flow.assertions.signIn(alex), submission());
    const why = { needed: 2, reached: 1, unreached: [{ displayName: 'Bill Ling' }], contact: 'it@contoso.com' };
    expect(problem(refused)).toMatchObject({ kind: 'too-few-approvers', ...why });
  });

  it('never for a protected account', async () => {
    flow.policy = { ...flow.policy, protectedPeople: [ana.userId] };
    const refused = await submitRequest(flow, flow.assertions.signIn(alex), submission());
    expect(problem(refused)).toEqual({ kind: 'protected-person', displayName: 'Ana Bowman' });
  });

  it('never asks the person it is about to approve', async () => {
    giveRole(flow, ana.userId, builtInRole.globalAdministrator);
    await flow.contacts.save({ person: keyOf(ana), conversation: {}, locale: 'en', timeZone: undefined });
    expect((await submitted()).approvers.map((each) => each.displayName)).toEqual(['Megan Bowen']);
  });

  it('never twice for the same person and product while one is open', async () => {
    const first = await submitted();
    const second = await submitRequest(flow, flow.assertions.signIn(alex), submission());
    expect(problem(second)).toEqual({ kind: 'pending-elsewhere', request: first.id });
    flow.directory.assignments.set(ana.userId, [direct(sku.visio)]);
    expect(problem(await submitRequest(flow, flow.assertions.signIn(alex), submission()))).toBeUndefined();
  });
});

describe('a decision', () => {
  it('approves, and sends the execution on its way', async () => {
    const request = await approved();
    expect(request).toMatchObject({ state: 'approved', decisions: [{ by: { displayName: 'Megan Bowen' } }] });
    expect(flow.requests.followUps.slice(-3).map((each) => each.kind)).toEqual(['show', 'execute', 'expire']);
    expect(flow.requests.audit.events).toEqual(['request-submitted', 'decision-made']);
  });

  it('denies with a reason, and nothing is executed', async () => {
    const request = await submitted();
    const denied = await decideRequest(flow, flow.assertions.signIn(megan), {
      requestId: request.id,
      verdict: 'deny',
      reason: 'She stays.',
    });
    expect(value(denied)).toMatchObject({ state: 'denied', decisions: [{ reason: 'She stays.' }] });
    expect(flow.requests.followUps.map((each) => each.kind)).toEqual(['show', 'expire', 'nudge', 'show']);
  });

  it.each<[string, DirectoryPerson, Problem]>([
    ['who asked', alex, { kind: 'own-request' }],
    ['whom it is about', ana, { kind: 'target-decides' }],
    ['who was not asked', bill, { kind: 'not-asked' }],
  ])('is refused to the one %s, and recorded', async (_, person, expected) => {
    const request = await submitted();
    const refused = await decideRequest(flow, flow.assertions.signIn(person), {
      requestId: request.id,
      verdict: 'approve',
      reason: undefined,
    });
    expect(problem(refused)).toEqual(expected);
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'decision-refused',
      actor: { userId: person.userId },
      data: { problem: expected.kind },
    });
    expect(await stored(request)).toMatchObject({ state: 'awaiting-approval', version: 1 });
  });

  it('is refused to an approver who lost the role, became a guest or was disabled after being asked', async () => {
    const request = await submitted();
    const decide = async () =>
      problem(
        await decideRequest(flow, flow.assertions.signIn(megan), {
          requestId: request.id,
          verdict: 'approve',
          reason: undefined,
        }),
      );
    flow.directory.roles.delete(megan.userId);
    expect(await decide()).toEqual({ kind: 'role-missing', who: 'approver' });
    const at = flow.directory.people.indexOf(megan);
    flow.directory.people[at] = { ...megan, guest: true };
    expect(await decide()).toEqual({ kind: 'guest' });
    flow.directory.people[at] = { ...megan, accountEnabled: false };
    expect(await decide()).toEqual({ kind: 'account-disabled', who: 'approver' });
  });

  it('is refused for a request that is not there, or of another tenant', async () => {
    const request = await submitted();
    const unknown = { requestId: requestId.parse(randomUUID()), verdict: 'approve', reason: undefined } as const;
    expect(problem(await decideRequest(flow, flow.assertions.signIn(megan), unknown))).toEqual({
      kind: 'request-unknown',
    });
    const stranger = {
      ...flow.assertions.signIn(megan),
      tenantId: 'bbbbbbbb-0000-4000-8000-000000000001' as typeof contosoId,
    };
    expect(problem(await decideRequest(flow, stranger, { ...unknown, requestId: request.id }))).toEqual({
      kind: 'request-unknown',
    });
  });

  it('loses against one that was faster, and hears who it was', async () => {
    const request = await submitted();
    const assertion = flow.assertions.signIn(megan);
    const verdict = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
    const both = await Promise.all([decideRequest(flow, assertion, verdict), decideRequest(flow, assertion, verdict)]);
    expect(both.filter((each) => each.ok)).toHaveLength(1);
    expect(both.map(problem).find(Boolean)).toMatchObject({
      kind: 'already-in-state',
      state: 'approved',
      by: { displayName: 'Megan Bowen' },
    });
  });

  it('is a surprise when others move the request on every attempt', async () => {
    const request = await submitted();
    vi.spyOn(flow.requests, 'move').mockResolvedValue('conflict');
    const verdict = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
    await expect(decideRequest(flow, flow.assertions.signIn(megan), verdict)).rejects.toThrow('moved by others');
  });

  it('lets surprises of Graph fly on', async () => {
    const request = await submitted();
    flow.directory.calls.fail('readPerson', new TypeError('broken'));
    const verdict = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
    await expect(decideRequest(flow, flow.assertions.signIn(megan), verdict)).rejects.toThrow('broken');
  });
});

describe('an approved request is executed', () => {
  it('in the name of who asked, verified by reading back, each step recorded', async () => {
    const request = await approved();
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'succeeded' });
    expect(flow.directory.assignments.get(ana.userId)).toEqual([viaDesign(sku.visio)]);
    expect(flow.directory.writers.map((writer) => writer.userId)).toEqual([alex.userId]);
    expect(flow.directory.calls.of('removeLicenses')).toEqual([[ana.userId, [sku.e3]]]);
    expect(flow.requests.audit.events.slice(2)).toEqual([
      'execution-started',
      'step-sent',
      'step-finished',
      'execution-finished',
    ]);
    expect(flow.requests.audit.entries.at(-2)?.data).toMatchObject({
      state: 'done',
      graphRequestIds: ['graph-request-1'],
    });
  });

  it('never twice, and not before it was approved', async () => {
    const waiting = await submitted();
    await executeRequest(flow, waiting.id);
    expect((await stored(waiting)).state).toBe('awaiting-approval');
    await executeRequest(flow, requestId.parse(randomUUID()));
    value(
      await decideRequest(flow, flow.assertions.signIn(megan), {
        requestId: waiting.id,
        verdict: 'approve',
        reason: undefined,
      }),
    );
    await executeRequest(flow, waiting.id);
    await executeRequest(flow, waiting.id);
    expect(flow.directory.calls.of('removeLicenses')).toHaveLength(1);
  });

  it('never with another plan than the one that was approved', async () => {
    const request = await approved();
    await flow.requests.move(request, { ...request, planDigest: 'another' }, { audit: [], followUps: [] });
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'void', setback: { kind: 'plan-altered' } });
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
  });

  it('not after its time', async () => {
    const request = await approved();
    flow.clock.advance(4 * 3_600_000);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('approved');
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
  });

  it.each<[string, () => void, object]>([
    [
      'the licences changed',
      () => flow.directory.assignments.set(ana.userId, [direct(sku.e3)]),
      { kind: 'target-changed', displayName: 'Ana Bowman' },
    ],
    [
      'the account is gone',
      () => flow.directory.people.splice(flow.directory.people.indexOf(ana), 1),
      { kind: 'target-gone', displayName: 'Ana Bowman' },
    ],
    [
      'the requester lost the role',
      () => flow.directory.roles.delete(alex.userId),
      { kind: 'role-lost', who: 'requester', displayName: 'Alex Wilber' },
    ],
    [
      'the approver lost the role',
      () => flow.directory.roles.delete(megan.userId),
      { kind: 'role-lost', who: 'approver', displayName: 'Megan Bowen' },
    ],
  ])('not when %s since: then it is void, and nothing was sent', async (_, change, setback) => {
    const request = await approved();
    change();
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'void', setback });
    expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
    expect(flow.requests.audit.events.at(-1)).toBe('request-voided');
  });

  it('patiently, when Graph shows the old state for a while', async () => {
    const request = await approved();
    let reads = 0;
    const stale = flow.directory.assignments.get(ana.userId) ?? [];
    const patient = withReader(() => {
      reads += 1;
      return reads <= 3 ? stale : [viaDesign(sku.visio)];
    });
    await executeRequest(patient, request.id);
    expect((await stored(request)).state).toBe('succeeded');
    expect(flow.clock.pauses).toEqual([0, 1_000, 2_000]);
  });

  it('and says so when Graph accepted the removal but never shows it', async () => {
    const request = await approved();
    const stale = flow.directory.assignments.get(ana.userId) ?? [];
    await executeRequest(
      withReader(() => stale),
      request.id,
    );
    expect((await stored(request)).state).toBe('failed');
    expect(await flow.requests.readSteps(request.id)).toMatchObject([
      { state: 'failed', failure: { kind: 'not-visible-yet' } },
    ]);
  });

  it('and fails with what Graph said', async () => {
    flow.directory.writeFailures.set(ana.userId, { kind: 'dependency', message: 'depends on' });
    const request = await approved();
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('failed');
    expect(await flow.requests.readSteps(request.id)).toMatchObject([{ failure: { kind: 'dependency' } }]);
  });

  it('for many people one by one: the changed and the gone are skipped and named', async () => {
    flow.directory.assignments.set(bill.userId, [direct(sku.visio)]);
    const request = await approved({ plan: planFor(ana, anaSilva, bill) });
    flow.directory.assignments.set(anaSilva.userId, [direct(sku.businessPremium), direct(sku.visio)]);
    flow.directory.people.splice(flow.directory.people.indexOf(bill), 1);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('partly-failed');
    const steps = await flow.requests.readSteps(request.id);
    expect(steps.map((step) => step.failure?.kind ?? step.state)).toEqual(['done', 'changed', 'gone']);
    expect(flow.directory.calls.of('removeLicenses')).toHaveLength(1);
  });

  it('again after a crash, without repeating what took effect', async () => {
    const request = await approved();
    flow.directory.loseNextAnswer(new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-unavailable');
    expect((await stored(request)).state).toBe('executing');
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
    expect(flow.directory.calls.of('removeLicenses')).toHaveLength(1);
  });

  it('again after a crash, not believing a refusal before looking', async () => {
    const request = await approved();
    const before = flow.directory.assignments.get(ana.userId);
    flow.directory.loseNextAnswer(new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-unavailable');
    let reads = 0;
    withReader((id) => {
      reads += 1;
      return reads === 1 ? before : flow.directory.assignments.get(id);
    });
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
    expect(flow.directory.calls.of('removeLicenses')).toHaveLength(2);
  });

  it('again after a crash, believing a refusal that looking confirms', async () => {
    const request = await approved();
    flow.directory.calls.fail('removeLicenses', new TypeError('killed'), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
    flow.directory.writeFailures.set(ana.userId, { kind: 'forbidden' });
    await executeRequest(flow, request.id);
    expect(await flow.requests.readSteps(request.id)).toMatchObject([{ failure: { kind: 'forbidden' } }]);
  });

  it('again after a crash, sending what never arrived', async () => {
    const request = await approved();
    flow.directory.calls.fail('removeLicenses', new TypeError('killed'), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
    expect(flow.directory.calls.of('removeLicenses')).toHaveLength(2);
  });

  it('without asking again about people who are done', async () => {
    const request = await approved({ plan: planFor(ana, anaSilva) });
    let killed = false;
    withReader((id) => {
      if (id === anaSilva.userId && !killed) {
        killed = true;
        throw new TypeError('killed');
      }
      return flow.directory.assignments.get(id);
    });
    await expect(executeRequest(flow, request.id)).rejects.toThrow('killed');
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
    expect(flow.directory.calls.of('removeLicenses').map(([id]) => id)).toEqual([ana.userId, anaSilva.userId]);
  });

  it('waits when the requester is no longer signed in, and goes on after the sign-in', async () => {
    const request = await approved();
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    expect(flow.requests.audit.events.at(-1)).toBe('sign-in-awaited');
    await resumeAfterSignIn(flow, flow.assertions.signIn(alex));
    expect(flow.requests.followUps.at(-1)).toEqual({ kind: 'execute', requestId: request.id });
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('waits for a sign-in without a clock where none was stored', async () => {
    const made = sampleRequest({ requester: alex, approvers: [megan], targets: [ana] });
    const request = { ...made, state: 'executing' as const };
    await flow.requests.create(request, { audit: [], followUps: [] });
    flow.assertions.signOut(alex);
    const before = flow.requests.followUps.length;
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    expect(flow.requests.followUps.slice(before).map((each) => each.kind)).toEqual(['show']);
  });

  it('is resumed once, however often the requester signs in', async () => {
    const request = await approved();
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    const assertion = flow.assertions.signIn(alex);
    await Promise.all([resumeAfterSignIn(flow, assertion), resumeAfterSignIn(flow, assertion)]);
    expect(flow.requests.followUps.filter((each) => each.kind === 'execute')).toHaveLength(2);
    expect((await stored(request)).state).toBe('executing');
  });

  it('fails where Graph forbids it, and tries again where Graph is busy', async () => {
    const request = await approved();
    flow.directory.calls.fail('readRoles', new ProblemError({ kind: 'graph-busy' }), 1);
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-busy');
    flow.directory.calls.fail('readRoles', new ProblemError({ kind: 'graph-forbidden' }), 1);
    await executeRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'failed', setback: { kind: 'graph-forbidden' } });
  });

  it('says partly when Graph forbids it in the middle', async () => {
    const request = await approved({ plan: planFor(ana, anaSilva) });
    let reads = 0;
    const forbidding = withReader((id) => {
      reads += 1;
      if (reads > 2) throw new ProblemError({ kind: 'graph-forbidden' });
      return flow.directory.assignments.get(id) ?? [];
    });
    await executeRequest(forbidding, request.id);
    expect(await stored(request)).toMatchObject({ state: 'partly-failed', setback: { kind: 'graph-forbidden' } });
  });

  it('treats a person who vanished after the write as done', async () => {
    const request = await approved();
    let reads = 0;
    const vanishing = withReader((id) => {
      reads += 1;
      return reads > 1 ? undefined : flow.directory.assignments.get(id);
    });
    await executeRequest(vanishing, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('is given up when its time is over and Graph is still away, saying what is known', async () => {
    const request = await approved();
    flow.directory.calls.fail('removeLicenses', new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-unavailable');
    expect((await stored(request)).state).toBe('executing');
    flow.clock.advance(4 * 3_600_000);
    flow.directory.calls.fail('readAssignments', new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, request.id)).rejects.toThrow('graph-unavailable');
    expect(await stored(request)).toMatchObject({ state: 'failed', setback: { kind: 'graph-unavailable' } });
    await executeRequest(flow, request.id);
    expect((await stored(request)).version).toBe(4);
  });

  /** The same tenant, in which licences read differently. */
  function withReader(readAssignments: (id: UserId) => LicenseAssignment[] | undefined): Contoso {
    const readerFor = flow.directory.readerFor.bind(flow.directory);
    vi.spyOn(flow.directory, 'readerFor').mockImplementation((assertion) => ({
      ...readerFor(assertion),
      readAssignments: async (id) => readAssignments(id),
    }));
    return flow;
  }
});

describe('a request ends', () => {
  it('when its requester withdraws it', async () => {
    const request = await submitted();
    expect(problem(await intervene(flow, request.id, flow.assertions.signIn(megan), 'withdraw'))).toEqual({
      kind: 'not-yours',
    });
    expect(value(await intervene(flow, request.id, flow.assertions.signIn(alex), 'withdraw'))).toMatchObject({
      state: 'withdrawn',
    });
    expect(flow.requests.audit.events).toEqual(['request-submitted', 'action-refused', 'request-withdrawn']);
    expect(
      problem(await intervene(flow, requestId.parse(randomUUID()), flow.assertions.signIn(alex), 'withdraw')),
    ).toEqual({
      kind: 'request-unknown',
    });
  });

  it('when its time is over, and not before', async () => {
    const request = await submitted();
    await expireRequest(flow, request.id);
    expect((await stored(request)).state).toBe('awaiting-approval');
    flow.clock.advance(24 * 3_600_000);
    await expireRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'expired' });
    expect(flow.requests.audit.events.at(-1)).toBe('request-expired');
  });

  it("when its time is over by the database's clock and not quite by ours", async () => {
    const request = await submitted();
    flow.clock.advance(24 * 3_600_000 - 2_000);
    await expireRequest(flow, request.id);
    expect((await stored(request)).state).toBe('expired');
    expect(flow.clock.pauses).toEqual([2_000]);
    await expireRequest(flow, requestId.parse(randomUUID()));
  });

  it('by its outcome, long before the clocks that no longer count', async () => {
    const request = await approved();
    await executeRequest(flow, request.id);
    flow.clock.advance(25 * 3_600_000);
    await expireRequest(flow, request.id);
    expect((await stored(request)).state).toBe('succeeded');
  });

  it('when the sign-in it waits for never comes', async () => {
    const request = await approved();
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    await expireRequest(flow, request.id);
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    flow.clock.advance(4 * 3_600_000);
    await resumeAfterSignIn(flow, flow.assertions.signIn(alex));
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    expect(flow.requests.followUps.filter((each) => each.kind === 'expire')).toHaveLength(4);
    await expireRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'void', setback: { kind: 'sign-in-too-late' } });
  });

  it('as partly done when the sign-in never comes and something was sent', async () => {
    const request = await approved({ plan: planFor(ana, anaSilva) });
    flow.directory.calls.fail('removeLicenses', new ProblemError({ kind: 'sign-in-needed' }), 1);
    await executeRequest(flow, request.id);
    expect((await stored(request)).state).toBe('waiting-for-sign-in');
    flow.clock.advance(4 * 3_600_000);
    await expireRequest(flow, request.id);
    expect(await stored(request)).toMatchObject({ state: 'partly-failed', setback: { kind: 'sign-in-too-late' } });
    const [step] = await flow.requests.readSteps(request.id);
    expect(step).toMatchObject({ state: 'sent' });
  });

  it('never as done when the sign-in never came, whatever was done before', async () => {
    const request = await approved();
    flow.assertions.signOut(alex);
    await executeRequest(flow, request.id);
    const step = {
      requestId: request.id,
      index: 0,
      userId: userId.parse(ana.userId),
      skuIds: [sku.e3],
      state: 'done' as const,
      graphRequestIds: [],
    };
    await flow.requests.saveStep(step, []);
    flow.clock.advance(4 * 3_600_000);
    await expireRequest(flow, request.id);
    expect((await stored(request)).state).toBe('partly-failed');
  });
});

describe('an expected problem', () => {
  it('becomes a value, and a surprise does not', async () => {
    expect(await attempt(() => Promise.resolve(1))).toEqual({ ok: true, value: 1 });
    expect(await attempt(() => Promise.reject(new ProblemError({ kind: 'guest' })))).toEqual({
      ok: false,
      problem: { kind: 'guest' },
    });
    await expect(attempt(() => Promise.reject(new TypeError('surprise')))).rejects.toThrow('surprise');
  });
});
