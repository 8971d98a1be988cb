import { contosoDomain, contosoTenantId } from '../identities.ts';
import { cast } from './cast.ts';
import { changeBoard, groups, nestedGroup } from './groups.ts';
import { amersfoort, roleAssignments, roles } from './roles.ts';
import { subscriptions } from './subscriptions.ts';
import type { TenantSeed } from './directory.ts';

export const contoso: TenantSeed = {
  id: contosoTenantId,
  organization: {
    displayName: 'Contoso',
    domain: contosoDomain,
    countryLetterCode: 'NL',
    preferredLanguage: 'en',
    createdDateTime: '2022-09-01T07:00:00Z',
    technicalNotificationMails: [`it@${contosoDomain}`],
  },
  users: Object.values(cast),
  groups: [...Object.values(groups), changeBoard, nestedGroup],
  roleDefinitions: Object.values(roles),
  roleAssignments,
  administrativeUnits: [amersfoort],
  subscriptions,
};
