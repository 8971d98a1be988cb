import { beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Problem, Result } from '../../src/core/errors.ts';
import { groupId, requestId, unitId } from '../../src/core/identity.ts';
import type { UnitId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { builtInRole, onePolicyForAll } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { unitIn, unitsIn } from '../../src/core/role-scope.ts';
import { goAway } from '../../src/core/workflow/away.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { findDeputies } from '../../src/core/workflow/participants.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import {
  alex,
  ana,
  anaSilva,
  bill,
  contosoId,
  createContoso,
  giveRole,
  inBranch,
  keyOf,
  megan,
} from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;
let branch: UnitId;

beforeEach(async () => {
  flow = await createContoso();
  branch = inBranch(flow, ana);
});

/** Only this role, and only for the unit. */
function confine(person: DirectoryPerson, role: string = builtInRole.licenseAdministrator, unit = branch): void {
  flow.directory.roles.delete(person.userId);
  giveRole(flow, person.userId, role, `/administrativeUnits/${unit}`);
}

async function reachable(person: DirectoryPerson): Promise<void> {
  await flow.contacts.save({ person: keyOf(person), conversation: {}, locale: 'en', timeZone: undefined });
}

function ask(...people: DirectoryPerson[]): Promise<Result<Request>> {
  const targets = people.map((person) => {
    const assignments = flow.directory.assignments.get(person.userId) ?? [];
    return { person, assignments, wanted: assignments.filter((each) => each.path.kind === 'direct') };
  });
  const plan = makePlan(contosoId, targets, flow.directory.skus, flow.clock.now());
  const id = requestId.parse(randomUUID());
  const given = { id, plan, reason: 'She left.', impactUnderstood: true, cardActivityId: undefined };
  return submitRequest(flow, flow.assertions.signIn(alex), given);
}

async function asked(...people: DirectoryPerson[]): Promise<Request> {
  const result = await ask(...people);
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

async function approve(request: Request): Promise<Problem | undefined> {
  const wanted = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
  const decided = await decideRequest(flow, flow.assertions.signIn(megan), wanted);
  return decided.ok ? undefined : decided.problem;
}

const outside = (person: DirectoryPerson): Problem => ({
  kind: 'outside-units',
  units: ['Branch Amersfoort'],
  displayName: person.displayName,
});

describe('a role for an administrative unit', () => {
  it('lets its holder ask about people in the unit, approve, and see it done', async () => {
    confine(alex);
    confine(megan);
    const request = await asked(ana);
    expect(request.approvers).toMatchObject([{ displayName: 'Megan Bowen' }]);
    expect(await approve(request)).toBeUndefined();
    await executeRequest(flow, request.id);
    expect(await flow.requests.find(request.id)).toMatchObject({ state: 'succeeded' });
  });

  it('counts for nobody outside, and the refusal names the unit and the person', async () => {
    confine(alex);
    expect(await ask(anaSilva)).toEqual({ ok: false, problem: outside(anaSilva) });
  });

  it('counts only when everybody in the plan is inside', async () => {
    confine(alex);
    expect(await ask(ana, anaSilva)).toEqual({ ok: false, problem: outside(anaSilva) });
    inBranch(flow, anaSilva);
    expect((await ask(ana, anaSilva)).ok).toBe(true);
  });

  it('makes nobody an approver for people outside', async () => {
    confine(bill, builtInRole.userAdministrator);
    await reachable(bill);
    expect((await asked(ana)).approvers.map((each) => each.displayName)).toEqual(['Megan Bowen', 'Bill Ling']);
    expect((await asked(anaSilva)).approvers.map((each) => each.displayName)).toEqual(['Megan Bowen']);
  });

  it('is checked again at the decision', async () => {
    confine(megan);
    const request = await asked(ana);
    flow.directory.units.delete(ana.userId);
    expect(await approve(request)).toEqual(outside(ana));
  });

  it('is checked again before the removal, for both', async () => {
    for (const person of [alex, megan]) {
      flow = await createContoso();
      inBranch(flow, ana);
      confine(person);
      const request = await asked(ana);
      expect(await approve(request)).toBeUndefined();
      flow.directory.units.delete(ana.userId);
      await executeRequest(flow, request.id);
      const setback = { kind: 'role-lost', displayName: person.displayName };
      expect(await flow.requests.find(request.id)).toMatchObject({ state: 'void', setback });
      expect(flow.directory.calls.of('removeLicenses')).toEqual([]);
    }
  });

  it('for another unit is none here, and one for an app is none at all', async () => {
    confine(alex, builtInRole.licenseAdministrator, unitId.parse('eeeeeeee-0000-4000-8000-000000000002'));
    expect(await ask(ana)).toMatchObject({ problem: { kind: 'outside-units' } });
    flow.directory.roles.delete(alex.userId);
    giveRole(flow, alex.userId, builtInRole.licenseAdministrator, 'app:/');
    expect(await ask(ana)).toEqual({ ok: false, problem: { kind: 'role-missing', who: 'requester' } });
  });

  it('adds to one for the whole tenant and takes nothing from it', async () => {
    giveRole(flow, alex.userId, builtInRole.licenseAdministrator, `/administrativeUnits/${branch}`);
    expect((await ask(anaSilva)).ok).toBe(true);
  });
});

describe('an approver for a unit who goes away', () => {
  it('may, and is offered those who may approve for everybody and can be reached', async () => {
    confine(megan);
    giveRole(flow, bill.userId, builtInRole.globalAdministrator);
    await reachable(bill);
    const until = new Date(flow.clock.now().getTime() + 3_600_000).toISOString();
    expect((await goAway(flow, flow.assertions.signIn(megan), { until, standIn: bill.userId })).ok).toBe(true);
    const reader = flow.directory.readerFor(flow.assertions.signIn(megan));
    expect((await findDeputies(flow, reader, keyOf(megan))).map((each) => each.displayName)).toEqual([
      'Alex Wilber',
      'Bill Ling',
    ]);
    const approverGroup = groupId.parse('96009000-0000-4000-8000-000000000008');
    flow.directory.groups.set(approverGroup, { name: 'Change board', members: [alex.userId, megan.userId] });
    const grouped = { contacts: flow.contacts, policies: onePolicyForAll({ ...flow.policy, approverGroup }) };
    expect((await findDeputies(grouped, reader, keyOf(megan))).map((each) => each.displayName)).toEqual([
      'Alex Wilber',
    ]);
  });
});

it('nobody’s units are read as long as all roles are for the whole tenant', async () => {
  const request = await asked(ana);
  expect(await approve(request)).toBeUndefined();
  await executeRequest(flow, request.id);
  expect(flow.directory.calls.of('readUnits')).toEqual([]);
});

it('a scope that is no unit names none', () => {
  expect(unitIn('/administrativeUnits/not-an-id')).toBeUndefined();
  expect(
    unitsIn(['/', 'app:/', `/administrativeUnits/${branch.toUpperCase()}`, `/administrativeUnits/${branch}`]),
  ).toEqual([branch]);
});
