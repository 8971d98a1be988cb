import { describe, expect, it } from 'vitest';
import {
  holdsOnlyBilling,
  mayApprove,
  mayRemoveLicenses,
  builtInRole,
  defaultPolicy,
  policy,
} from '../../src/core/policy.ts';
import { keyOf } from '../../src/core/identity.ts';
import { differsFromPlan, isRemoved, outcomeOf, stepsOf } from '../../src/core/execution.ts';
import {
  decide,
  expire,
  finish,
  isFinal,
  makeVoid,
  mayDecide,
  requestState,
  start,
  waitForSignIn,
  withdraw,
} from '../../src/core/request.ts';
import type { Decision, Request, RequestState } from '../../src/core/request.ts';
import { samplePerson, sampleRequest, sampleStep } from '../contracts/samples.ts';
import { direct, plans, sku, viaDesign } from '../support/contoso.ts';

const requester = samplePerson('Alex Wilber');
const approver = samplePerson('Megan Bowen');
const target = samplePerson('Ana Bowman');
const later = new Date('2026-11-20T10:00:00.000Z');
const twice = { ...defaultPolicy, approvals: 2 };

function waiting(): Request {
  return sampleRequest({ requester, approvers: [approver, target], targets: [target] });
}

function made(change: Partial<Decision> = {}): Decision {
  return { by: approver, verdict: 'approve', at: later.toISOString(), ...change };
}

function approved(): Request {
  const decided = decide(waiting(), made(), defaultPolicy);
  if (!decided.ok) throw new Error(decided.problem.kind);
  return decided.value;
}

describe('a request', () => {
  it('waits for approval for 24 hours', () => {
    const request = waiting();
    expect(request).toMatchObject({
      state: 'awaiting-approval',
      version: 1,
      approvalExpiresAt: '2026-11-21T09:00:00.000Z',
    });
    expect(expire(request, new Date('2026-11-21T08:59:59.999Z'))).toBeUndefined();
    expect(expire(request, new Date('2026-11-21T09:00:00.000Z'))).toMatchObject({ state: 'expired', version: 2 });
  });

  it('once approved, has four hours to be executed', () => {
    const request = approved();
    expect(request).toMatchObject({ state: 'approved', version: 2, executionExpiresAt: '2026-11-20T14:00:00.000Z' });
    expect(expire(request, new Date('2026-11-20T13:59:59.999Z'))).toBeUndefined();
    expect(expire(request, new Date('2026-11-20T14:00:00.000Z'))).toMatchObject({ state: 'expired' });
    expect(expire(start(request, later), new Date('2027-01-01T00:00:00.000Z'))).toBeUndefined();
  });

  it('cannot be approved by who asked', () => {
    expect(mayDecide(waiting(), keyOf(requester), defaultPolicy, later)).toEqual({
      ok: false,
      problem: { kind: 'own-request' },
    });
  });

  it('cannot be decided by the person it is about', () => {
    expect(mayDecide(waiting(), target, defaultPolicy, later)).toEqual({
      ok: false,
      problem: { kind: 'target-decides' },
    });
  });

  it('cannot be decided by somebody who was not asked', () => {
    expect(mayDecide(waiting(), samplePerson('Bill'), defaultPolicy, later)).toEqual({
      ok: false,
      problem: { kind: 'not-asked' },
    });
  });

  it('cannot be decided at the moment it expires', () => {
    expect(decide(waiting(), made({ at: '2026-11-21T09:00:00.000Z' }), defaultPolicy)).toEqual({
      ok: false,
      problem: { kind: 'expired' },
    });
    expect(decide(waiting(), made({ at: '2026-11-21T08:59:59.999Z' }), defaultPolicy).ok).toBe(true);
  });

  it('is decided once; the second one hears who was first', () => {
    expect(decide(approved(), made(), defaultPolicy)).toEqual({
      ok: false,
      problem: { kind: 'already-in-state', state: 'approved', by: approver, at: later.toISOString() },
    });
  });

  it('that takes two approvals counts a person once, and opens with the second', () => {
    const other = samplePerson('Debra Berger');
    const request = { ...waiting(), approvers: [approver, other], policy: twice };
    const once = decide(request, made(), defaultPolicy);
    expect(once).toMatchObject({ ok: true, value: { state: 'awaiting-approval', version: 2 } });
    if (!once.ok) return;
    expect(decide(once.value, made(), defaultPolicy)).toEqual({ ok: false, problem: { kind: 'decided-by-you' } });
    expect(decide(once.value, made({ by: other }), defaultPolicy)).toMatchObject({
      ok: true,
      value: { state: 'approved', decisions: [{ by: approver }, { by: other }] },
    });
    expect(decide(once.value, made({ by: other, verdict: 'deny', reason: 'No.' }), defaultPolicy)).toMatchObject({
      value: { state: 'denied' },
    });
  });

  it('keeps the stricter of the policy it was asked under and the policy now', () => {
    expect(decide(waiting(), made(), twice)).toMatchObject({
      value: { state: 'awaiting-approval', policy: twice },
    });
    expect(decide({ ...waiting(), policy: twice }, made(), defaultPolicy)).toMatchObject({
      value: { state: 'awaiting-approval' },
    });
  });

  it('is denied only with a reason', () => {
    expect(decide(waiting(), made({ verdict: 'deny' }), defaultPolicy)).toEqual({
      ok: false,
      problem: { kind: 'reason-missing' },
    });
    expect(decide(waiting(), made({ verdict: 'deny', reason: '  ' }), defaultPolicy).ok).toBe(false);
    expect(decide(waiting(), made({ verdict: 'deny', reason: 'She stays.' }), defaultPolicy)).toMatchObject({
      ok: true,
      value: { state: 'denied', decisions: [{ reason: 'She stays.' }], finishedAt: later.toISOString() },
    });
  });

  it('is withdrawn by who asked, until execution starts', () => {
    expect(withdraw(waiting(), requester, later)).toMatchObject({ ok: true, value: { state: 'withdrawn' } });
    expect(withdraw(approved(), requester, later)).toMatchObject({ ok: true, value: { state: 'withdrawn' } });
    expect(withdraw(start(approved(), later), requester, later)).toMatchObject({
      ok: false,
      problem: { kind: 'already-in-state', state: 'executing' },
    });
    expect(withdraw(waiting(), approver, later)).toEqual({ ok: false, problem: { kind: 'not-yours' } });
    const expired = expire(waiting(), new Date('2026-12-01T00:00:00.000Z'));
    expect(expired && withdraw(expired, requester, later)).toEqual({
      ok: false,
      problem: { kind: 'already-in-state', state: 'expired' },
    });
  });

  it('goes its way one version at a time', () => {
    const executing = start(approved(), later);
    const asleep = waitForSignIn(executing);
    expect([executing.version, asleep.version, start(asleep, later).version]).toEqual([3, 4, 5]);
    expect(finish(executing, 'succeeded', later)).toMatchObject({
      state: 'succeeded',
      finishedAt: later.toISOString(),
    });
    expect(makeVoid(executing, { kind: 'sign-in-too-late' }, later)).toMatchObject({
      state: 'void',
      setback: { kind: 'sign-in-too-late' },
    });
  });

  it('knows which states are the end', () => {
    const ends: RequestState[] = [
      'succeeded',
      'partly-failed',
      'failed',
      'denied',
      'withdrawn',
      'expired',
      'stopped',
      'void',
    ];
    expect(requestState.options.filter(isFinal)).toEqual(ends);
  });

  it('never takes a way that does not exist', () => {
    expect(() => start(waiting(), later)).toThrow('cannot go from awaiting-approval to executing');
    expect(() => finish(approved(), 'succeeded', later)).toThrow('cannot go from approved to succeeded');
  });
});

describe('who may', () => {
  const role = (roleDefinitionId: string, scope = '/', allowedActions: string[] = []) => ({
    roleDefinitionId,
    scope,
    allowedActions,
  });

  it('remove licences: who holds a role that allows it, built-in or custom, for the whole tenant', () => {
    const custom = role('ffffffff-0000-4000-8000-000000000001', '/', ['microsoft.directory/users/assignLicense']);
    expect(mayRemoveLicenses([custom])).toBe(true);
    expect(
      mayRemoveLicenses([
        role(builtInRole.globalAdministrator, '/', ['microsoft.directory/users/allProperties/allTasks']),
      ]),
    ).toBe(true);
    expect(mayRemoveLicenses([{ ...custom, scope: '/administrativeUnits/1' }])).toBe(false);
    expect(mayRemoveLicenses([role(builtInRole.billingAdministrator)])).toBe(false);
    expect(mayRemoveLicenses([])).toBe(false);
  });

  it("approve: who holds one of the policy's roles for the whole tenant", () => {
    expect(mayApprove([role(builtInRole.globalAdministrator.toUpperCase())], defaultPolicy)).toBe(true);
    expect(mayApprove([role(builtInRole.globalAdministrator, '/administrativeUnits/1')], defaultPolicy)).toBe(false);
    expect(mayApprove([role(builtInRole.billingAdministrator)], defaultPolicy)).toBe(false);
  });

  it('Billing Administrator alone gets a sentence of its own', () => {
    expect(holdsOnlyBilling([role(builtInRole.billingAdministrator)])).toBe(true);
    expect(holdsOnlyBilling([role(builtInRole.billingAdministrator), role(builtInRole.licenseAdministrator)])).toBe(
      false,
    );
    expect(holdsOnlyBilling([])).toBe(false);
  });

  it('the default policy is a valid one', () => {
    expect(policy.parse(defaultPolicy)).toEqual(defaultPolicy);
  });
});

describe('an execution', () => {
  it('has one step for each person, with everything that goes from them', () => {
    const request = sampleRequest({ targets: [target, approver] });
    const saved = sampleStep(request, 1, { state: 'sent' });
    const steps = stepsOf(request.id, request.plan, [saved]);
    expect(steps.map(({ step }) => [step.index, step.skuIds, step.state])).toEqual([
      [0, [sku.e3], 'pending'],
      [1, [sku.e3], 'sent'],
    ]);
    expect(steps.map(({ target: person }) => person.user.userId)).toEqual([target.userId, approver.userId]);
  });

  it('sees any change of licences since the plan, and none where only names or order differ', () => {
    const [planned] = sampleRequest({ targets: [target] }).plan.targets;
    if (!planned) throw new Error('a plan has a target');
    const before = { ...planned, keeps: [viaDesign(sku.visio)] };
    const renamed = {
      ...viaDesign(sku.visio),
      productName: 'Visio',
      path: { ...viaDesign(sku.visio).path, groupName: 'Design 2' } as never,
    };
    expect(differsFromPlan(before, [renamed, direct(sku.e3)])).toBe(false);
    expect(differsFromPlan(before, [direct(sku.e3)])).toBe(true);
    expect(differsFromPlan(before, [viaDesign(sku.visio), viaDesign(sku.e3)])).toBe(true);
    expect(differsFromPlan(before, [viaDesign(sku.visio), direct(sku.e3, [plans.teams.id])])).toBe(true);
  });

  it('counts a product as removed when no direct assignment of it is left', () => {
    const step = sampleStep(sampleRequest(), 0);
    expect(isRemoved(step, [viaDesign(sku.e3), direct(sku.visio)])).toBe(true);
    expect(isRemoved(step, [direct(sku.e3)])).toBe(false);
  });

  it('succeeds, fails or does some of it', () => {
    const request = sampleRequest();
    const done = sampleStep(request, 0, { state: 'done' });
    const failed = sampleStep(request, 1, { state: 'failed', failure: { kind: 'gone' } });
    expect([outcomeOf([done]), outcomeOf([done, failed]), outcomeOf([failed])]).toEqual([
      'succeeded',
      'partly-failed',
      'failed',
    ]);
  });
});
