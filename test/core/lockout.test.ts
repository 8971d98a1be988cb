import { beforeEach, describe, expect, it } from 'vitest';
import { groupId } from '../../src/core/identity.ts';
import { builtInRole, defaultPolicy } from '../../src/core/policy.ts';
import type { Policy } from '../../src/core/policy.ts';
import { countApprovers, isLockedOut, isTight } from '../../src/core/workflow/lockout.ts';
import type { ApproverCount } from '../../src/core/workflow/lockout.ts';
import { alex, bill, createContoso, disabled, gast, giveRole, inBranch, keyOf, megan } from '../support/contoso.ts';
import type { Contoso } from '../support/contoso.ts';

let flow: Contoso;

beforeEach(async () => {
  flow = await createContoso();
});

function counted(change: Partial<Policy> = {}): Promise<ApproverCount> {
  const reader = flow.directory.readerFor({ ...keyOf(alex), token: 'unused', tokenId: 'unused' });
  return countApprovers(reader, { ...defaultPolicy, ...change });
}

describe('who may approve at all', () => {
  it('are those with an approver role, also for one unit only, but no guests and no disabled accounts', async () => {
    giveRole(flow, bill.userId, builtInRole.userAdministrator, `/administrativeUnits/${inBranch(flow)}`);
    giveRole(flow, gast.userId, builtInRole.globalAdministrator);
    giveRole(flow, disabled.userId, builtInRole.globalAdministrator);
    expect(await counted({ approvals: 2 })).toEqual({ needed: 2, eligible: 3 });
  });

  it('are the members of the group, where one decides', async () => {
    const approverGroup = groupId.parse('99999999-0000-4000-8000-000000000001');
    const members = [megan, gast, disabled].map(({ userId }) => userId);
    flow.directory.groups.set(approverGroup, { name: 'Change board', members });
    const rules = { approverRoles: [], approverGroup };
    expect(await counted(rules)).toEqual({ needed: 1, eligible: 1, groupName: 'Change board' });
  });
});

describe('a policy', () => {
  it.each([
    [1, 2, true, false],
    [2, 2, false, true],
    [3, 2, false, false],
  ])('with %i people for %i approvals: locked out %s, tight %s', (eligible, needed, lockedOut, tight) => {
    expect([isLockedOut({ eligible, needed }), isTight({ eligible, needed })]).toEqual([lockedOut, tight]);
  });
});
