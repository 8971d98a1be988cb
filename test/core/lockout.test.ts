import { beforeEach, describe, expect, it } from 'vitest';
import { groupId } from '../../src/core/identity.ts';
import { builtInRole, defaultPolicy, onePolicyForAll } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import { countApprovers, isLockedOut, isTight, policiesToCount } from '../../src/core/workflow/lockout.ts';
import type { ApproverCount, RoleDefinition } from '../../src/core/workflow/lockout.ts';
import { alex, bill, createContoso, disabled, gast, giveRole, inBranch, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

const desk = '201e0000-5a4d-4b0c-8f00-0000000000c1';
const allowedActions = ['microsoft.directory/users/assignLicense'];
const roles: RoleDefinition[] = [
  { id: builtInRole.licenseAdministrator, isEnabled: true, allowedActions },
  { id: builtInRole.billingAdministrator, isEnabled: true, allowedActions: ['microsoft.commerce.billing/read'] },
  { id: desk, isEnabled: true, allowedActions },
];

function counted(change: Partial<Policy> = {}, defined = roles): Promise<ApproverCount> {
  const reader = flow.directory.readerFor({ ...keyOf(alex), token: 'unused', tokenId: 'unused' });
  const definitions = {
    readRoleDefinition: (id: string) => Promise.resolve(defined.find((each) => each.id === id)),
    readRoleDefinitions: () => Promise.resolve(defined),
  };
  return countApprovers({ ...reader, ...definitions }, { ...defaultPolicy, ...change });
}

describe('who may approve at all', () => {
  it('are those with an approver role, also for one unit only, but no guests and no disabled accounts', async () => {
    giveRole(flow, bill.userId, builtInRole.userAdministrator, `/administrativeUnits/${inBranch(flow)}`);
    giveRole(flow, gast.userId, builtInRole.globalAdministrator);
    giveRole(flow, disabled.userId, builtInRole.globalAdministrator);
    expect(await counted({ approvals: 2 })).toEqual({ needed: 2, eligible: 3, othersMayAsk: true });
  });

  it('are the members of the group, where one decides', async () => {
    const approverGroup = groupId.parse('99999999-0000-4000-8000-000000000001');
    const members = [megan, gast, disabled].map(({ userId }) => userId);
    flow.directory.groups.set(approverGroup, { name: 'Change board', members });
    const rules = { approverRoles: [], approverGroup };
    expect(await counted(rules)).toEqual({ needed: 1, eligible: 1, othersMayAsk: true, groupName: 'Change board' });
  });
});

describe('where all who may approve are needed', () => {
  it('nobody can ask as long as they are the only ones who may', async () => {
    expect(await counted({ approvals: 2 })).toEqual({ needed: 2, eligible: 2, othersMayAsk: false });
    giveRole(flow, bill.userId, builtInRole.billingAdministrator);
    giveRole(flow, disabled.userId, desk);
    expect(await counted({ approvals: 2 })).toMatchObject({ othersMayAsk: false });
  });

  it('somebody else may ask by a role of the tenant’s own, also for one unit only, unless it is switched off', async () => {
    giveRole(flow, bill.userId, desk, `/administrativeUnits/${inBranch(flow)}`);
    expect(await counted({ approvals: 2 })).toEqual({ needed: 2, eligible: 2, othersMayAsk: true });
    const off = roles.map((role) => ({ ...role, isEnabled: role.id !== desk }));
    expect(await counted({ approvals: 2 }, off)).toMatchObject({ othersMayAsk: false });
  });
});

describe('a policy', () => {
  it.each([
    [1, 2, true, true, false],
    [2, 2, true, false, true],
    [2, 2, false, true, false],
    [3, 2, true, false, false],
  ])(
    'with %i people for %i approvals, others may ask %s: locked out %s, tight %s',
    (eligible, needed, othersMayAsk, ...expected) => {
      const count = { eligible, needed, othersMayAsk };
      expect([isLockedOut(count), isTight(count)]).toEqual(expected);
    },
  );
});

describe('the policies that are counted', () => {
  const operations = (change: Partial<Policy>): string[] =>
    policiesToCount({ ...onePolicyForAll(defaultPolicy), 'restore-licenses': { ...defaultPolicy, ...change } }).map(
      ([operation]) => operation,
    );

  it('are those that differ in how many of whom they want', () => {
    expect(operations({})).toEqual(['remove-licenses']);
    expect(operations({ holdHours: 4 })).toEqual(['remove-licenses']);
    expect(operations({ approvals: 2 })).toEqual(['remove-licenses', 'restore-licenses']);
    expect(operations({ approverRoles: [desk] })).toEqual(['remove-licenses', 'restore-licenses']);
  });

  it('leave out giving back that nobody has to approve', () => {
    expect(operations({ approvals: 2, undoNeedsApproval: false })).toEqual(['remove-licenses']);
  });
});
