import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { changeBoard } from '../../sandbox/tenant/groups.ts';
import { groupId } from '../../src/core/identity.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  const approverGroup = groupId.parse(changeBoard.id);
  stage = await openStage(undefined, { ...defaultPolicy, approverRoles: [], approverGroup });
});
afterAll(() => stage.close());

function boardOf(...memberIds: string[]): void {
  stage.cloud.tenant.groups.put({ ...changeBoard, memberIds });
}

/** Megan holds no role at all: the group is what lets her decide. */
beforeEach(async () => {
  stage.cloud.reset();
  const { roleAssignments } = stage.cloud.tenant;
  for (const held of roleAssignments.all()) if (held.principalId === cast.megan.id) roleAssignments.remove(held.id);
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

async function requested(): Promise<void> {
  await stage.alex.says("remove Ana's E3 license");
  await stage.alex.hears('I understand the impact');
  await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
  await stage.megan.hears('asks for your approval');
}

describe('a group that approves', () => {
  it('decides through a member without any role', async () => {
    await requested();
    await stage.megan.clicks('request.approve');
    await stage.alex.hears('Done: Microsoft 365 E3 was removed from Ana Bowman.');
  });

  it('refuses who has left it since', async () => {
    await requested();
    boardOf(cast.anaSilva.id);
    await stage.megan.clicks('request.approve');
    await stage.megan.hears('Only members of the group Change board may approve this, and you are not one of them.');
    expect(stage.cloud.tenant.users.get(cast.anaBowman.id)?.licenses).not.toEqual([]);
    await stage.alex.clicks('request.withdraw');
    await stage.alex.hears('Withdrawn by Alex Wilber');
  });

  it('is named when nobody in it may approve', async () => {
    boardOf(cast.guest.id, cast.disabled.id, cast.alex.id);
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('Nobody can approve this: the group Change board decides, and has no member who may.');
    expect(stage.alex.buttons('plan.request')).toBe(0);
  });
});
