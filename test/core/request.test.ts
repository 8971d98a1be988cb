import { describe, expect, it } from 'vitest';
import {
  approvalScopes,
  holdsOnlyBilling,
  removalScopes,
  builtInRole,
  defaultPolicy,
  policy,
} from '../../src/core/policy.ts';
import { keyOf } from '../../src/core/identity.ts';
import { obstacleIn, outcomeOf, stepsOf, tookEffect } from '../../src/core/execution.ts';
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
    const asleep = waitForSignIn(executing, later);
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

  it('remove licences: who holds a role that allows it, built-in or custom, for what it is held', () => {
    const custom = role('ffffffff-0000-4000-8000-000000000001', '/', ['microsoft.directory/users/assignLicense']);
    const all = role(builtInRole.globalAdministrator, '/', ['microsoft.directory/users/allProperties/allTasks']);
    expect(removalScopes([custom, { ...all, scope: '/administrativeUnits/1' }])).toEqual([
      '/',
      '/administrativeUnits/1',
    ]);
    expect(removalScopes([role(builtInRole.billingAdministrator)])).toEqual([]);
    expect(removalScopes([])).toEqual([]);
  });

  it("approve: who holds one of the policy's roles, for what it is held", () => {
    const upper = role(builtInRole.globalAdministrator.toUpperCase());
    const unit = role(builtInRole.globalAdministrator, '/administrativeUnits/1');
    const billing = role(builtInRole.billingAdministrator);
    expect(approvalScopes([upper, unit, billing], defaultPolicy)).toEqual(['/', '/administrativeUnits/1']);
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
    const removal = { operation: 'remove-licenses' } as const;
    expect(obstacleIn(removal, before, [renamed, direct(sku.e3)])).toBeUndefined();
    expect(obstacleIn(removal, before, [direct(sku.e3)])).toMatchObject({ kind: 'changed' });
    expect(obstacleIn(removal, before, [viaDesign(sku.visio), viaDesign(sku.e3)])).toMatchObject({ kind: 'changed' });
    expect(obstacleIn(removal, before, [viaDesign(sku.visio), direct(sku.e3, [plans.teams.id])])).toMatchObject({
      kind: 'changed',
    });
  });

  it('of an undo sees only whether somebody has one of the licences again', () => {
    const [planned] = sampleRequest({ targets: [target] }).plan.targets;
    if (!planned) throw new Error('a plan has a target');
    const undo = { operation: 'restore-licenses' } as const;
    expect(obstacleIn(undo, planned, [direct(sku.visio), viaDesign(sku.e3)])).toBeUndefined();
    expect(obstacleIn(undo, planned, [direct(sku.e3)])).toMatchObject({ kind: 'already-held' });
  });

  it('counts a product as removed when no direct assignment of it is left', () => {
    const step = sampleStep(sampleRequest(), 0);
    const removal = { operation: 'remove-licenses' } as const;
    expect(tookEffect(removal, step, [viaDesign(sku.e3), direct(sku.visio)])).toBe(true);
    expect(tookEffect(removal, step, [direct(sku.e3)])).toBe(false);
    expect(tookEffect(removal, step, undefined)).toBe(true);
  });

  it('counts products as given back when all of them are there directly', () => {
    const step = sampleStep(sampleRequest(), 0);
    const undo = { operation: 'restore-licenses' } as const;
    const both = { ...step, skuIds: [sku.e3, sku.visio] };
    expect(tookEffect(undo, both, [direct(sku.e3), viaDesign(sku.visio)])).toBe(false);
    expect(tookEffect(undo, both, [direct(sku.e3), direct(sku.visio)])).toBe(true);
    expect(tookEffect(undo, step, undefined)).toBe(false);
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
