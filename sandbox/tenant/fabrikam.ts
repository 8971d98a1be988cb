import { fabrikamDomain, fabrikamTenantId } from '../identities.ts';
import { person } from './people/person.ts';
import { roles } from './roles.ts';
import type { DirectoryUser, TenantSeed } from './directory.ts';

function fabrikamPerson(number: number, displayName: string, alias: string): DirectoryUser {
  const upn = `${alias}@${fabrikamDomain}`;
  return person({ number, displayName, alias, userPrincipalName: upn, mail: upn, holds: ['SPB'] });
}

const owner = fabrikamPerson(512, 'Sonia Rees', 'soniar');

/** A second tenant, so that "wrong tenant" can be seen: the bot is not installed there. */
export const fabrikam: TenantSeed = {
  id: fabrikamTenantId,
  organization: {
    displayName: 'Fabrikam',
    domain: fabrikamDomain,
    countryLetterCode: 'BE',
    preferredLanguage: 'en',
    createdDateTime: '2025-05-20T07:00:00Z',
    technicalNotificationMails: [],
  },
  users: [owner, fabrikamPerson(513, 'Adele Vance', 'adelev')],
  groups: [],
  roleDefinitions: Object.values(roles).filter((role) => role.isBuiltIn),
  roleAssignments: [
    { id: 'fabrikam-1', principalId: owner.id, roleDefinitionId: roles.globalAdministrator.id, directoryScopeId: '/' },
  ],
  administrativeUnits: [],
  subscriptions: [
    {
      id: '5b000000-5a4d-4b0c-8f00-0000000000fb',
      commerceSubscriptionId: 'c0333e2c-5a4d-4b0c-8f00-0000000000fb',
      skuPartNumber: 'SPB',
      status: 'Enabled',
      totalLicenses: 2,
      isTrial: false,
      createdDateTime: '2025-05-20T07:00:00Z',
      nextLifecycleDateTime: '2027-05-20T07:00:00Z',
      ownerId: null,
      ownerTenantId: null,
      ownerType: null,
    },
  ],
};
