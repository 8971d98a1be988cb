import type { DirectoryGroup } from '../../tenant/directory.ts';
import { contosoDomain } from '../../identities.ts';
import type { Shape } from './shape.ts';

const mailAddress = (group: DirectoryGroup): string | null =>
  group.kind === 'security' ? null : `${nickname(group)}@${contosoDomain}`;

function nickname({ displayName }: DirectoryGroup): string {
  return displayName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

export const groupShape: Shape<DirectoryGroup> = {
  entity: 'group',
  defaults: [
    ...['id', 'deletedDateTime', 'classification', 'createdDateTime', 'description', 'displayName', 'groupTypes'],
    ...['isAssignableToRole', 'mail', 'mailEnabled', 'mailNickname', 'membershipRule', 'membershipRuleProcessingState'],
    ...[
      'onPremisesLastSyncDateTime',
      'onPremisesSyncEnabled',
      'proxyAddresses',
      'renewedDateTime',
      'securityEnabled',
      'visibility',
    ],
  ],
  properties: {
    id: (group) => group.id,
    displayName: (group) => group.displayName,
    description: (group) => group.description,
    createdDateTime: () => '2024-02-01T08:00:00Z',
    renewedDateTime: () => '2024-02-01T08:00:00Z',
    groupTypes: (group) => [
      ...(group.kind === 'microsoft365' ? ['Unified'] : []),
      ...(group.membershipRule === null ? [] : ['DynamicMembership']),
    ],
    isAssignableToRole: (group) => (group.isAssignableToRole ? true : null),
    mail: mailAddress,
    mailEnabled: (group) => group.kind !== 'security',
    mailNickname: nickname,
    securityEnabled: (group) => group.kind !== 'microsoft365',
    membershipRule: (group) => group.membershipRule,
    membershipRuleProcessingState: (group) => (group.membershipRule === null ? null : 'On'),
    onPremisesSyncEnabled: (group) => group.onPremisesSyncEnabled,
    assignedLicenses: (group) => group.licenses.map(({ skuId, disabledPlans }) => ({ disabledPlans, skuId })),
    hasMembersWithLicenseErrors: (group) => (group.licenseErrors.length > 0 ? true : null),
    licenseProcessingState: (group) => (group.licenses.length > 0 ? { state: 'ProcessingComplete' } : null),
  },
};
