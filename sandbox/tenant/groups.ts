import { cast } from './cast.ts';
import { skuIdOf } from './skus.ts';
import type { DirectoryGroup } from './directory.ts';

function group(number: number, displayName: string, given: Partial<DirectoryGroup>): DirectoryGroup {
  return {
    id: `96009000-5a4d-4b0c-8f00-${number.toString(16).padStart(12, '0')}`,
    displayName,
    description: null,
    kind: 'security',
    membershipRule: null,
    isAssignableToRole: false,
    onPremisesSyncEnabled: null,
    memberIds: [],
    licenses: [],
    licenseErrors: [],
    ...given,
  };
}

export const groups = {
  design: group(1, 'Design', {
    description: 'Everybody in Design gets Visio',
    memberIds: [cast.anaBowman.id, cast.bothWays.id, cast.inheritedOnly.id],
    licenses: [{ skuId: skuIdOf('VISIOCLIENT'), disabledPlans: [] }],
  }),
  sales: group(2, 'Sales EMEA', {
    membershipRule: 'user.department -eq "Sales"',
    memberIds: [cast.withAddOn.id, cast.groupError.id],
    licenses: [{ skuId: skuIdOf('POWER_BI_PRO'), disabledPlans: [] }],
    licenseErrors: [{ userId: cast.groupError.id, skuId: skuIdOf('POWER_BI_PRO'), error: 'CountViolation' }],
  }),
  onCall: group(3, 'IT on call', { isAssignableToRole: true, memberIds: [cast.groupAdmin.id] }),
  branchStaff: group(4, 'Branch staff', { memberIds: [cast.plain.id, cast.dutch.id] }),
  everybody: group(5, 'All of Contoso', {
    kind: 'microsoft365',
    memberIds: Object.values(cast).map((user) => user.id),
  }),
  headquarters: group(6, 'Headquarters', { onPremisesSyncEnabled: true, memberIds: [cast.synced.id] }),
};

/** People whom Contoso trusts to decide; two of them may not, whatever the group says. */
export const changeBoard = group(8, 'Change board', {
  memberIds: [cast.megan.id, cast.anaSilva.id, cast.guest.id, cast.disabled.id],
});

/** A group in a group: its members are transitive members of the outer one. */
export const nestedGroup = group(7, 'Amersfoort', { memberIds: [groups.branchStaff.id] });
