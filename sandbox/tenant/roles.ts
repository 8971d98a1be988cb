import { cast } from './cast.ts';
import { groups } from './groups.ts';
import type { AdministrativeUnit, RoleAssignment, RoleDefinition } from './directory.ts';

export const assignLicenseAction = 'microsoft.directory/users/assignLicense';
const allUserTasks = 'microsoft.directory/users/allProperties/allTasks';

function builtIn(id: string, displayName: string, description: string, actions: string[]): RoleDefinition {
  return { id, displayName, description, isBuiltIn: true, isEnabled: true, actions };
}

export const roles = {
  globalAdministrator: builtIn(
    '62e90394-69f5-4237-9190-012177145e10',
    'Global Administrator',
    'Can manage all aspects of Microsoft Entra ID and Microsoft services.',
    [
      allUserTasks,
      'microsoft.directory/groups/allProperties/allTasks',
      'microsoft.directory/roleAssignments/allProperties/allTasks',
      'microsoft.commerce.billing/allEntities/allProperties/allTasks',
    ],
  ),
  licenseAdministrator: builtIn(
    '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
    'License Administrator',
    'Can manage product licenses on users and groups.',
    [
      'microsoft.directory/groups/assignLicense',
      'microsoft.directory/groups/reprocessLicenseAssignment',
      assignLicenseAction,
      'microsoft.directory/users/reprocessLicenseAssignment',
      'microsoft.directory/users/usageLocation/update',
    ],
  ),
  userAdministrator: builtIn(
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    'User Administrator',
    'Can manage all aspects of users and groups.',
    [
      assignLicenseAction,
      'microsoft.directory/users/create',
      'microsoft.directory/users/delete',
      'microsoft.directory/users/restore',
      'microsoft.directory/users/usageLocation/update',
    ],
  ),
  directoryWriters: builtIn(
    '9360feb5-f418-4baa-8175-e2a00bac4301',
    'Directory Writers',
    'Can read and write basic directory information.',
    [assignLicenseAction, 'microsoft.directory/groups/assignLicense'],
  ),
  billingAdministrator: builtIn(
    'b0f54661-2d74-4c50-afa3-1ec803f12efe',
    'Billing Administrator',
    'Can perform common billing related tasks like updating payment information.',
    ['microsoft.commerce.billing/allEntities/allProperties/allTasks', 'microsoft.directory/organization/basic/update'],
  ),
  globalReader: builtIn(
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    'Global Reader',
    'Can read everything that a Global Administrator can, but not update anything.',
    ['microsoft.directory/users/allProperties/read', 'microsoft.directory/groups/allProperties/read'],
  ),
  groupsAdministrator: builtIn(
    'fdd7a751-b60b-444a-984c-02652fe8fa1c',
    'Groups Administrator',
    'Members of this role can create and manage groups.',
    ['microsoft.directory/groups/assignLicense', 'microsoft.directory/groups/basic/update'],
  ),
  privilegedRoleAdministrator: builtIn(
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'Privileged Role Administrator',
    'Can manage role assignments in Microsoft Entra ID.',
    ['microsoft.directory/roleAssignments/allProperties/allTasks'],
  ),
  licenseDesk: {
    id: '201e0000-5a4d-4b0c-8f00-0000000000c1',
    displayName: 'Licence Desk',
    description: 'Hands out licences and takes them back.',
    isBuiltIn: false,
    isEnabled: true,
    actions: [assignLicenseAction, 'microsoft.directory/users/standard/read'],
  },
  formerDesk: {
    id: '201e0000-5a4d-4b0c-8f00-0000000000c2',
    displayName: 'Former Licence Desk',
    description: 'Handed out licences until there was a Licence Desk.',
    isBuiltIn: false,
    isEnabled: false,
    actions: [assignLicenseAction],
  },
};

export const amersfoort: AdministrativeUnit = {
  id: 'ad000000-5a4d-4b0c-8f00-0000000000a1',
  displayName: 'Branch Amersfoort',
  memberIds: [cast.plain.id, cast.dutch.id],
};

function assigned(number: number, principalId: string, role: RoleDefinition, directoryScopeId = '/'): RoleAssignment {
  return { id: `sandbox-role-assignment-${number}`, principalId, roleDefinitionId: role.id, directoryScopeId };
}

export const roleAssignments: RoleAssignment[] = [
  assigned(1, cast.alex.id, roles.licenseAdministrator),
  assigned(2, cast.megan.id, roles.globalAdministrator),
  assigned(3, cast.userAdmin.id, roles.userAdministrator),
  assigned(4, cast.billingAdmin.id, roles.billingAdministrator),
  assigned(5, cast.licenseDesk.id, roles.licenseDesk),
  assigned(6, cast.unitAdmin.id, roles.licenseAdministrator, `/administrativeUnits/${amersfoort.id}`),
  assigned(7, groups.onCall.id, roles.licenseAdministrator),
  assigned(8, cast.globalReader.id, roles.globalReader),
  assigned(9, cast.secondGlobalAdmin.id, roles.globalAdministrator),
  assigned(10, cast.secondLicenseAdmin.id, roles.licenseAdministrator),
];
