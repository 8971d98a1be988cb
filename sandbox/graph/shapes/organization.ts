import type { Tenant } from '../../tenant/tenant.ts';
import type { Shape } from './shape.ts';

export const organizationShape: Shape<Tenant> = {
  entity: 'organization',
  defaults: [
    ...[
      'id',
      'deletedDateTime',
      'businessPhones',
      'city',
      'country',
      'countryLetterCode',
      'createdDateTime',
      'displayName',
    ],
    ...['onPremisesSyncEnabled', 'preferredLanguage', 'technicalNotificationMails', 'tenantType', 'verifiedDomains'],
  ],
  properties: {
    id: (tenant) => tenant.id,
    displayName: ({ organization }) => organization.displayName,
    countryLetterCode: ({ organization }) => organization.countryLetterCode,
    createdDateTime: ({ organization }) => organization.createdDateTime,
    preferredLanguage: ({ organization }) => organization.preferredLanguage,
    technicalNotificationMails: ({ organization }) => organization.technicalNotificationMails,
    tenantType: () => 'AAD',
    verifiedDomains: ({ organization }) => [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: organization.domain,
        type: 'Managed',
      },
    ],
  },
};
