import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import type { Problem, Result } from '../../src/core/errors.ts';
import { requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import type { Plan } from '../../src/core/plan.ts';
import { defaultPolicy, stricter } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import { awaitsConfirmation, request as requestSchema } from '../../src/core/request.ts';
import type { Request } from '../../src/core/request.ts';
import { undoable } from '../../src/core/undo.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import type { Submission } from '../../src/core/workflow/submit.ts';
import { planUndo } from '../../src/core/workflow/undo.ts';
import { sampleRequest } from '../contracts/samples.ts';
import {
  alex,
  ana,
  anaSilva,
  bill,
  contosoId,
  createContoso,
  direct,
  megan,
  plans,
  sku,
  under,
  viaDesign,
} from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

const HOUR = 3_600_000;
const withoutTeams = direct(sku.e3, [plans.teams.id]);
let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
  flow.directory.assignments.set(ana.userId, [withoutTeams, viaDesign(sku.visio)]);
});

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

function submit(plan: Plan, change: Partial<Submission> = {}): Promise<Result<Request>> {
  return submitRequest(flow, flow.assertions.signIn(alex), {
    id: requestId.parse(randomUUID()),
    plan,
    reason: 'She left.',
    impactUnderstood: true,
    cardActivityId: 'card-1',
    ...change,
  });
}

async function approve({ id }: Request): Promise<void> {
  value(
    await decideRequest(flow, flow.assertions.signIn(megan), { requestId: id, verdict: 'approve', reason: undefined }),
  );
}

async function carriedOut(request: Request): Promise<Request> {
  await approve(request);
  await executeRequest(flow, request.id);
  return stored(request);
}

/** A removal of everything that these people hold directly, carried out. */
async function removedFrom(...people: DirectoryPerson[]): Promise<Request> {
  const targets = people.map((person) => {
    const assignments = flow.directory.assignments.get(person.userId) ?? [];
    return { person, assignments, wanted: assignments.filter((each) => each.path.kind === 'direct') };
  });
  const plan = makePlan(contosoId, targets, flow.directory.skus, flow.clock.now());
  return carriedOut(value(await submit(plan)));
}

function undo({ id }: Request, by = alex): Promise<Result<Plan>> {
  return planUndo(flow, flow.assertions.signIn(by), id);
}

describe('the plan of an undo', () => {
  it('names what comes back as it was, for whom, and the removal that it undoes', async () => {
    const removal = await removedFrom(ana);
    const plan = value(await undo(removal));
    expect(plan).toMatchObject({
      operation: 'restore-licenses',
      parent: { requestId: removal.id, removedAt: removal.finishedAt },
      targets: [{ user: { userId: ana.userId }, remove: [withoutTeams], keeps: [viaDesign(sku.visio)] }],
    });
    expect(plan.targets[0]?.effects).toContainEqual({ kind: 'lost', service: 'mail' });
    expect(plan.leftOut).toBeUndefined();
  });

  it('leaves out, by name, who is gone, protected, or has the licence again', async () => {
    flow.directory.assignments.set(bill.userId, [direct(sku.e3), direct(sku.visio)]);
    flow.directory.assignments.set(alex.userId, [direct(sku.e3)]);
    const removal = await removedFrom(ana, anaSilva, bill, alex);
    flow.directory.people.splice(flow.directory.people.indexOf(anaSilva), 1);
    flow.directory.assignments.set(bill.userId, [direct(sku.visio)]);
    flow.directory.assignments.set(alex.userId, [direct(sku.e3)]);
    under(flow, { protectedPeople: [ana.userId] });
    const plan = value(await undo(removal));
    expect(plan.targets.map(({ user, remove }) => [user.displayName, remove.map((each) => each.skuId)])).toEqual([
      ['Bill Ling', [sku.e3]],
    ]);
    expect(plan.leftOut).toEqual([
      { displayName: 'Ana Bowman', productNames: ['Microsoft 365 E3'], why: 'protected' },
      { displayName: 'Ana Silva', productNames: ['Microsoft 365 Business Premium'], why: 'gone' },
      { displayName: 'Bill Ling', productNames: ['Visio Plan 2'], why: 'held' },
      { displayName: 'Alex Wilber', productNames: ['Microsoft 365 E3'], why: 'held' },
    ]);
  });

  it('holds only those from whom something was taken', async () => {
    flow.directory.writeFailures.set(anaSilva.userId, { kind: 'forbidden' });
    const removal = await removedFrom(ana, anaSilva);
    expect(removal.state).toBe('partly-failed');
    const plan = value(await undo(removal));
    expect(plan.targets.map(({ user }) => user.displayName)).toEqual(['Ana Bowman']);
    expect(plan.leftOut).toBeUndefined();
  });

  it('is not made when there is nothing left to give back', async () => {
    const removal = await removedFrom(ana);
    flow.directory.assignments.set(ana.userId, [direct(sku.e3)]);
    expect(problem(await undo(removal))).toEqual({ kind: 'nothing-to-give-back' });
  });
});

describe('an undo', () => {
  it('is the requester’s alone, and a refusal is recorded', async () => {
    const removal = await removedFrom(ana);
    expect(problem(await undo(removal, megan))).toEqual({ kind: 'not-yours' });
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'action-refused',
      requestId: removal.id,
      actor: { userId: megan.userId },
      data: { action: 'undo', problem: 'not-yours' },
    });
  });

  it('of something unknown is refused', async () => {
    expect(problem(await undo(sampleRequest()))).toEqual({ kind: 'request-unknown' });
  });

  it('can be asked for until its time is over, which is counted from the removal', async () => {
    const removal = await removedFrom(ana);
    expect(undoable(removal)?.until).toBe('2026-12-20T09:00:00.000Z');
    flow.clock.advance(720 * HOUR - 1);
    expect((await undo(removal)).ok).toBe(true);
    flow.clock.advance(1);
    expect(problem(await undo(removal))).toEqual({ kind: 'undo-over' });
  });

  it('is checked again when it is sent', async () => {
    const plan = value(await undo(await removedFrom(ana)));
    flow.clock.advance(720 * HOUR);
    expect(problem(await submit(plan))).toEqual({ kind: 'undo-over' });
    expect(flow.requests.audit.events.at(-1)).toBe('request-refused');
  });

  it('is never offered under a policy without one, also when that came later', async () => {
    const removal = await removedFrom(ana);
    under(flow, { undoHours: 0 });
    expect(problem(await undo(removal))).toEqual({ kind: 'undo-over' });
    expect(undoable({ ...removal, policy: flow.policy })).toBeUndefined();
  });

  it.each(['awaiting-approval', 'failed', 'void', 'withdrawn'] as const)(
    'is not there for a request that is %s',
    (state) => {
      const finishedAt = '2026-11-20T10:00:00.000Z';
      expect(undoable({ ...sampleRequest(), state, finishedAt })).toBeUndefined();
    },
  );

  it('cannot itself be undone', async () => {
    const restored = await carriedOut(value(await submit(value(await undo(await removedFrom(ana))))));
    expect(restored.state).toBe('succeeded');
    expect(problem(await undo(restored))).toEqual({ kind: 'undo-over' });
  });

  it('waits for another admin, and then gives back what there was', async () => {
    const removal = await removedFrom(ana);
    const asked = value(await submit(value(await undo(removal))));
    expect(asked.state).toBe('awaiting-approval');
    expect(flow.requests.audit.entries.at(-1)).toMatchObject({
      event: 'request-submitted',
      data: { operation: 'restore-licenses', undoes: removal.id, approvalNeeded: true },
    });
    expect((await carriedOut(asked)).state).toBe('succeeded');
    expect(flow.directory.calls.of('addLicenses')).toEqual([
      [ana.userId, [{ skuId: sku.e3, disabledPlans: [plans.teams.id] }]],
    ]);
    expect(flow.directory.assignments.get(ana.userId)).toEqual([viaDesign(sku.visio), withoutTeams]);
  });

  it('is one at a time', async () => {
    const removal = await removedFrom(ana);
    const plan = value(await undo(removal));
    const first = value(await submit(plan));
    expect(problem(await submit(plan))).toEqual({ kind: 'pending-elsewhere', request: first.id });
  });
});

describe('an undo that needs no approval', () => {
  beforeEach(() => under(flow, { undoNeedsApproval: false, requesterConfirms: false }));

  it('starts at once, and everybody who may approve has a card', async () => {
    const removal = await removedFrom(ana);
    under(flow, { requesterConfirms: true, holdHours: 1 });
    const asked = value(await submit(value(await undo(removal)), { preferred: megan.userId }));
    expect(asked).toMatchObject({ state: 'approved', breakGlass: false, decisions: [] });
    expect(asked.approvers.map(({ userId }) => userId)).toEqual([megan.userId]);
    expect(awaitsConfirmation(asked)).toBe(false);
    expect(flow.requests.audit.entries.at(-1)?.data).toMatchObject({ approvalNeeded: false });
    await executeRequest(flow, asked.id);
    expect((await stored(asked)).state).toBe('succeeded');
  });

  it('goes ahead where nobody could approve it', async () => {
    const removal = await removedFrom(ana);
    flow.directory.roles.delete(megan.userId);
    expect(value(await submit(value(await undo(removal)))).approvers).toEqual([]);
  });

  it('takes the stricter of two policies', () => {
    const asked = { ...defaultPolicy, undoHours: 24, undoNeedsApproval: false };
    expect(stricter(asked, defaultPolicy)).toMatchObject({ undoHours: 24, undoNeedsApproval: true });
  });

  it('does not free a removal from its approval', async () => {
    const assignments = flow.directory.assignments.get(ana.userId) ?? [];
    const plan = makePlan(contosoId, [{ person: ana, assignments, wanted: [withoutTeams] }], [], flow.clock.now());
    expect(value(await submit(plan)).state).toBe('awaiting-approval');
  });
});

describe('an emergency', () => {
  it('is no way around the approval of an undo', async () => {
    under(flow, { breakGlass: true });
    const plan = value(await undo(await removedFrom(ana)));
    expect(problem(await submit(plan, { breakGlass: true }))).toEqual({ kind: 'break-glass-off' });
    flow.directory.roles.delete(megan.userId);
    expect(problem(await submit(plan))).toMatchObject({ kind: 'no-approver', unreached: [] });
  });
});

describe('an approved undo', () => {
  async function approvedUndo(...people: DirectoryPerson[]): Promise<Request> {
    const asked = value(await submit(value(await undo(await removedFrom(...people)))));
    await approve(asked);
    return asked;
  }

  it('is void when somebody else gave the licence back', async () => {
    const asked = await approvedUndo(ana);
    flow.directory.assignments.set(ana.userId, [direct(sku.e3)]);
    await executeRequest(flow, asked.id);
    expect(await stored(asked)).toMatchObject({
      state: 'void',
      setback: { kind: 'already-held', displayName: 'Ana Bowman' },
    });
    expect(flow.directory.calls.of('addLicenses')).toEqual([]);
  });

  it('is void when the account is gone, and carried out when other licences changed', async () => {
    const gone = await approvedUndo(anaSilva);
    flow.directory.people.splice(flow.directory.people.indexOf(anaSilva), 1);
    await executeRequest(flow, gone.id);
    expect(await stored(gone)).toMatchObject({ state: 'void', setback: { kind: 'target-gone' } });
    const changed = await approvedUndo(ana);
    flow.directory.assignments.set(ana.userId, [direct(sku.visio)]);
    await executeRequest(flow, changed.id);
    expect((await stored(changed)).state).toBe('succeeded');
  });

  it('passes over, of several, who has it again, and says what Graph refused', async () => {
    flow.directory.assignments.set(bill.userId, [direct(sku.e3)]);
    const asked = await approvedUndo(ana, anaSilva, bill);
    flow.directory.assignments.set(ana.userId, [direct(sku.e3)]);
    flow.directory.writeFailures.set(bill.userId, { kind: 'no-seats' });
    await executeRequest(flow, asked.id);
    expect((await stored(asked)).state).toBe('partly-failed');
    expect(await flow.requests.readSteps(asked.id)).toMatchObject([
      { state: 'failed', failure: { kind: 'already-held' } },
      { state: 'done' },
      { state: 'failed', failure: { kind: 'no-seats' } },
    ]);
  });

  it('looks, after a crash, whether the licence is back before it is sent again', async () => {
    const asked = await approvedUndo(ana);
    flow.directory.loseNextAnswer(new ProblemError({ kind: 'graph-unavailable' }));
    await expect(executeRequest(flow, asked.id)).rejects.toThrow('graph-unavailable');
    await executeRequest(flow, asked.id);
    expect((await stored(asked)).state).toBe('succeeded');
    expect(flow.directory.calls.of('addLicenses')).toHaveLength(1);
  });

  it('is void when its requester may no longer assign licences', async () => {
    const asked = await approvedUndo(ana);
    flow.directory.roles.delete(alex.userId);
    await executeRequest(flow, asked.id);
    expect(await stored(asked)).toMatchObject({ state: 'void', setback: { kind: 'role-lost', who: 'requester' } });
  });
});

describe('a removal that was stored before there was an undo', () => {
  it('is read with what its policy would say by default', () => {
    const { undoHours, undoNeedsApproval, ...rules } = defaultPolicy;
    const read = requestSchema.parse({ ...sampleRequest(), policy: rules });
    expect(read.policy).toMatchObject({ undoHours, undoNeedsApproval });
  });
});
