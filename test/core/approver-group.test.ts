import { beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Problem, Result } from '../../src/core/errors.ts';
import { groupId, requestId } from '../../src/core/identity.ts';
import { makePlan } from '../../src/core/operations/remove-licenses/make-plan.ts';
import { builtInRole } from '../../src/core/policy.ts';
import type { DirectoryPerson } from '../../src/core/ports.ts';
import type { Request } from '../../src/core/request.ts';
import { decideRequest } from '../../src/core/workflow/decide.ts';
import { executeRequest } from '../../src/core/workflow/execute.ts';
import { submitRequest } from '../../src/core/workflow/submit.ts';
import {
  alex,
  ana,
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
} from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

const board = groupId.parse('96009000-0000-4000-8000-000000000008');
let flow: Contoso;

/** The change board decides, and these people are in it. */
function boardOf(...people: DirectoryPerson[]): void {
  flow.directory.groups.set(board, { name: 'Change board', members: people.map((each) => each.userId) });
}

beforeEach(async () => {
  flow = await createContoso();
  flow.policy = { ...flow.policy, approverRoles: [], approverGroup: board };
  await flow.contacts.save({ person: keyOf(bill), conversation: {}, locale: 'en', timeZone: undefined });
});

function ask(): Promise<Result<Request>> {
  const assignments = [direct(sku.e3)];
  const targets = [{ person: ana, assignments, wanted: assignments }];
  flow.directory.assignments.set(ana.userId, assignments);
  const plan = makePlan(contosoId, targets, flow.directory.skus, flow.clock.now());
  const id = requestId.parse(randomUUID());
  const given = { id, plan, reason: 'She left.', impactUnderstood: true, cardActivityId: undefined };
  return submitRequest(flow, flow.assertions.signIn(alex), given);
}

async function asked(): Promise<Request> {
  const result = await ask();
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

async function approve(request: Request, by: DirectoryPerson): Promise<Problem | undefined> {
  const wanted = { requestId: request.id, verdict: 'approve', reason: undefined } as const;
  const decided = await decideRequest(flow, flow.assertions.signIn(by), wanted);
  return decided.ok ? undefined : decided.problem;
}

describe('when a group approves', () => {
  it('its members are asked, whatever their roles; nobody else is, whatever theirs', async () => {
    boardOf(bill);
    const request = await asked();
    expect(request.approvers.map((each) => each.displayName)).toEqual(['Bill Ling']);
    expect(await approve(request, megan)).toEqual({ kind: 'not-asked' });
    expect(await approve(request, bill)).toBeUndefined();
    await executeRequest(flow, request.id);
    expect(await flow.requests.find(request.id)).toMatchObject({ state: 'succeeded' });
  });

  it('guests, disabled accounts, the requester and the person it is about do not count', async () => {
    boardOf(gast, disabled, alex, ana);
    const problem = { kind: 'group-too-small', groupName: 'Change board', needed: 1 };
    expect(await ask()).toEqual({ ok: false, problem });
  });

  it('a group that is smaller than the policy wants is named, and so is one that is gone', async () => {
    boardOf(bill);
    flow.policy = { ...flow.policy, approvals: 2 };
    expect(await ask()).toMatchObject({ problem: { kind: 'group-too-small', needed: 2 } });
    flow.directory.groups.clear();
    expect(await ask()).toMatchObject({ problem: { kind: 'group-too-small', groupName: board } });
  });

  it('members whom nobody can reach are named', async () => {
    flow = await createContoso();
    flow.policy = { ...flow.policy, approverRoles: [], approverGroup: board };
    boardOf(bill);
    expect(await ask()).toMatchObject({
      problem: {
        kind: 'no-approver',
        unreached: [{ displayName: 'Bill Ling' }],
        mayApprove: { kind: 'group' },
      },
    });
  });

  it('who left the group cannot decide, however high the role', async () => {
    boardOf(bill);
    const request = await asked();
    boardOf(megan);
    giveRole(flow, bill.userId, builtInRole.globalAdministrator);
    expect(await approve(request, bill)).toEqual({ kind: 'not-in-group', groupName: 'Change board' });
  });

  it('the approval lapses when the approver leaves the group before the removal', async () => {
    boardOf(bill);
    const request = await asked();
    expect(await approve(request, bill)).toBeUndefined();
    boardOf(megan);
    await executeRequest(flow, request.id);
    const setback = { kind: 'role-lost', who: 'approver', displayName: 'Bill Ling' };
    expect(await flow.requests.find(request.id)).toMatchObject({ state: 'void', setback });
  });

  it('the requester still needs the role', async () => {
    boardOf(bill);
    flow.directory.roles.delete(alex.userId);
    expect(await ask()).toEqual({ ok: false, problem: { kind: 'role-missing', who: 'requester' } });
  });
});
