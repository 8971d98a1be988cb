import { describe, expect, it } from 'vitest';
import { nextNudge, nudge } from '../../src/core/nudge.ts';
import { defaultPolicy, stricter } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import {
  awaitsConfirmation,
  confirm,
  decide,
  expire,
  mayDecide,
  mayStart,
  start,
  stop,
  withdraw,
} from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { samplePerson, sampleRequest } from '../contracts/samples.ts';

const requester = samplePerson('Alex Wilber');
const approver = samplePerson('Megan Bowen');
const other = samplePerson('Debra Berger');
const decidedAt = '2026-11-20T10:00:00.000Z';

function waiting(rules: Partial<Policy> = {}): Request {
  return sampleRequest({ requester, approvers: [approver], policy: { ...defaultPolicy, ...rules } });
}

function approvedUnder(rules: Partial<Policy>, now: Partial<Policy> = {}): Request {
  const decided = decide(
    waiting(rules),
    { by: approver, verdict: 'approve', at: decidedAt },
    {
      ...defaultPolicy,
      ...now,
    },
  );
  if (!decided.ok) throw new Error(decided.problem.kind);
  return decided.value;
}

function at(moment: string): Date {
  return new Date(`2026-11-20T${moment}Z`);
}

describe('a hold', () => {
  it('lets nothing start before its end, and gives the execution its whole time from there', () => {
    const held = approvedUnder({ holdHours: 2 });
    expect(held).toMatchObject({
      notBefore: '2026-11-20T12:00:00.000Z',
      executionExpiresAt: '2026-11-20T16:00:00.000Z',
    });
    expect(mayStart(held, at('11:59:59.999'))).toBe(false);
    expect(mayStart(held, at('12:00:00.000'))).toBe(true);
    expect(mayStart(held, at('16:00:00.000'))).toBe(false);
  });

  it('counts for a pending request when the policy got it meanwhile', () => {
    expect(approvedUnder({}, { holdHours: 1 })).toMatchObject({ notBefore: '2026-11-20T11:00:00.000Z' });
  });

  it('can be ended by whoever was asked, and by nobody else', () => {
    const held = approvedUnder({ holdHours: 2 });
    expect(stop(held, approver, at('11:00:00.000'))).toMatchObject({
      ok: true,
      value: { state: 'stopped', stoppedBy: approver, finishedAt: '2026-11-20T11:00:00.000Z' },
    });
    expect(stop(held, other, at('11:00:00.000'))).toEqual({ ok: false, problem: { kind: 'not-asked' } });
    expect(stop(held, requester, at('11:00:00.000'))).toEqual({ ok: false, problem: { kind: 'not-asked' } });
  });

  it('is over when execution has started: neither stop nor withdraw comes through', () => {
    const started = start(approvedUnder({}), at('10:00:01.000'));
    expect(stop(started, approver, at('10:00:02.000'))).toMatchObject({ problem: { kind: 'already-in-state' } });
    expect(withdraw(started, requester, at('10:00:02.000'))).toMatchObject({ problem: { kind: 'already-in-state' } });
  });
});

describe('a confirmation by the requester', () => {
  it('is waited for after the approval, and opens the way', () => {
    const approved = approvedUnder({ requesterConfirms: true });
    expect(awaitsConfirmation(approved)).toBe(true);
    expect(mayStart(approved, at('10:00:01.000'))).toBe(false);
    const confirmed = confirm(approved, requester, at('11:00:00.000'));
    expect(confirmed).toMatchObject({
      ok: true,
      value: { state: 'approved', confirmedAt: '2026-11-20T11:00:00.000Z' },
    });
    if (confirmed.ok) expect(mayStart(confirmed.value, at('11:00:00.000'))).toBe(true);
  });

  it('comes from the requester, once, in time, and only where it is asked for', () => {
    const approved = approvedUnder({ requesterConfirms: true });
    expect(confirm(approved, approver, at('11:00:00.000'))).toEqual({ ok: false, problem: { kind: 'not-yours' } });
    expect(confirm(approved, requester, at('14:00:00.000'))).toEqual({ ok: false, problem: { kind: 'expired' } });
    expect(confirm(approvedUnder({}), requester, at('11:00:00.000'))).toMatchObject({
      problem: { kind: 'already-in-state', state: 'approved' },
    });
  });

  it('lapses with the execution’s time', () => {
    expect(expire(approvedUnder({ requesterConfirms: true }), at('14:00:00.000'))).toMatchObject({ state: 'expired' });
  });
});

describe('an emergency', () => {
  it('needs no approval and no confirmation, and has the execution’s time', () => {
    const rules = { ...defaultPolicy, breakGlass: true, requesterConfirms: true };
    const opened = sampleRequest({ requester, approvers: [], policy: rules, breakGlass: true });
    expect(opened).toMatchObject({ state: 'approved', executionExpiresAt: '2026-11-20T13:00:00.000Z', decisions: [] });
    expect(mayStart(opened, at('09:00:00.000'))).toBe(true);
  });
});

describe('a policy that changed while a request was pending', () => {
  it('counts where it is stricter, and is forgotten where it is looser', () => {
    const asked = { ...defaultPolicy, approvals: 2, holdHours: 1, executionHours: 2 };
    const now = { ...defaultPolicy, approvalHours: 12, requesterConfirms: true, breakGlass: true };
    const people = [samplePerson('Ana').userId];
    expect(stricter(asked, { ...now, protectedPeople: people })).toEqual({
      ...asked,
      approvalHours: 12,
      requesterConfirms: true,
      breakGlass: false,
      protectedPeople: people,
    });
    expect(stricter({ ...asked, breakGlass: true, requesterConfirms: true }, now)).toMatchObject({
      breakGlass: true,
      requesterConfirms: true,
    });
  });

  it('can shorten the time for the approval', () => {
    const shorter = { ...defaultPolicy, approvalHours: 1 };
    expect(mayDecide(waiting(), approver, shorter, at('09:59:59.999')).ok).toBe(true);
    expect(mayDecide(waiting(), approver, shorter, at('10:00:00.000'))).toEqual({
      ok: false,
      problem: { kind: 'expired' },
    });
  });
});

describe('a request that nobody decides', () => {
  it('is reminded of after four hours, and each further wait is twice as long', () => {
    const first = nextNudge(waiting());
    expect(first).toEqual({ kind: 'remind', at: '2026-11-20T13:00:00.000Z' });
    const reminded = nudge(waiting(), at('13:00:00.000'));
    expect(reminded).toMatchObject({ state: 'awaiting-approval', version: 2, reminders: 1, remindedVersion: 2 });
    expect(reminded && nextNudge(reminded)).toEqual({ kind: 'remind', at: '2026-11-20T21:00:00.000Z' });
  });

  it('is not reminded of too early, after its end, or when the policy says never', () => {
    expect(nudge(waiting(), at('12:59:59.999'))).toBeUndefined();
    expect(nextNudge(waiting({ remindAfterHours: 24 }))).toBeUndefined();
    expect(nextNudge(waiting({ remindAfterHours: 0 }))).toBeUndefined();
    expect(nextNudge(approvedUnder({}))).toBeUndefined();
    expect(nudge(approvedUnder({}), at('23:00:00.000'))).toBeUndefined();
  });

  it('goes to everybody else who may approve when one was asked first', () => {
    const asked = sampleRequest({ requester, approvers: [approver], standBy: [other] });
    expect(nextNudge(asked)).toEqual({ kind: 'escalate', at: '2026-11-20T13:00:00.000Z' });
    expect(nudge(asked, at('13:00:00.000'))).toMatchObject({ approvers: [approver, other], standBy: [], reminders: 0 });
  });

  it('leaves them at least half of its time', () => {
    const policy = { ...defaultPolicy, approvalHours: 2 };
    const asked = sampleRequest({ requester, approvers: [approver], standBy: [other], policy });
    expect(nextNudge(asked)).toEqual({ kind: 'escalate', at: '2026-11-20T10:00:00.000Z' });
  });
});
