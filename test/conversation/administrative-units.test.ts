import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '../../sandbox/tenant/cast.ts';
import { amersfoort, roles } from '../../sandbox/tenant/roles.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import { openStage } from '../support/farewell.ts';
import type { Stage } from '../support/farewell.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** License Administrator for the branch only. */
function confine(person: DirectoryUser): void {
  const { roleAssignments } = stage.cloud.tenant;
  for (const held of roleAssignments.all()) if (held.principalId === person.id) roleAssignments.remove(held.id);
  const directoryScopeId = `/administrativeUnits/${amersfoort.id}`;
  const roleDefinitionId = roles.licenseAdministrator.id;
  roleAssignments.put({ id: `confined-${person.id}`, principalId: person.id, roleDefinitionId, directoryScopeId });
}

beforeEach(async () => {
  stage.cloud.reset();
  await stage.alex.startsAs(cast.alex);
  await stage.megan.clears();
});

describe('a role for an administrative unit', () => {
  it('reaches the people in it: asked, approved and done', async () => {
    confine(cast.alex);
    confine(cast.megan);
    await stage.alex.says(`remove ${cast.plain.userPrincipalName}'s E3 license`);
    await stage.alex.hears('I understand the impact');
    await stage.alex.clicks('plan.request', { reason: 'She left.', impactUnderstood: 'true' });
    await stage.megan.hears('asks for your approval');
    await stage.megan.clicks('request.approve');
    await stage.alex.hears(`Done: Microsoft 365 E3 was removed from ${cast.plain.displayName}.`);
    expect(stage.cloud.tenant.users.get(cast.plain.id)?.licenses).toEqual([]);
  });

  it('reaches nobody else, and the sentence says whom it does not reach', async () => {
    confine(cast.alex);
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears('Your role counts only in the unit Branch Amersfoort, and Ana Bowman is not in it.');
    expect(stage.alex.buttons('plan.request')).toBe(0);
  });

  it('makes nobody an approver for somebody outside', async () => {
    confine(cast.megan);
    await stage.alex.says("remove Ana's E3 license");
    await stage.alex.hears(/^(?![^]*Megan Bowen)[^]*Debra Berger/);
    expect(stage.megan.sees()).toEqual([]);
  });
});
