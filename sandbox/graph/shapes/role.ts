import type { AdministrativeUnit, RoleAssignment, RoleDefinition } from '../../tenant/directory.ts';
import type { Shape } from './shape.ts';

export const roleDefinitionShape: Shape<RoleDefinition> = {
  entity: 'unifiedRoleDefinition',
  defaults: [
    'id',
    'description',
    'displayName',
    'isBuiltIn',
    'isEnabled',
    'resourceScopes',
    'templateId',
    'version',
    'rolePermissions',
  ],
  properties: {
    id: (role) => role.id,
    description: (role) => role.description,
    displayName: (role) => role.displayName,
    isBuiltIn: (role) => role.isBuiltIn,
    isEnabled: (role) => role.isEnabled,
    resourceScopes: () => ['/'],
    templateId: (role) => role.id,
    version: () => '1',
    rolePermissions: (role) => [{ allowedResourceActions: role.actions, condition: null }],
  },
};

export const roleAssignmentShape: Shape<RoleAssignment> = {
  entity: 'unifiedRoleAssignment',
  defaults: ['id', 'principalId', 'directoryScopeId', 'roleDefinitionId'],
  properties: {
    id: (assignment) => assignment.id,
    principalId: (assignment) => assignment.principalId,
    principalOrganizationId: (_, tenant) => tenant.id,
    directoryScopeId: (assignment) => assignment.directoryScopeId,
    roleDefinitionId: (assignment) => assignment.roleDefinitionId,
  },
};

/** The older face of a built-in role: an object of the tenant with an id of its own. */
export const directoryRoleShape: Shape<RoleDefinition> = {
  entity: 'directoryRole',
  defaults: ['id', 'deletedDateTime', 'description', 'displayName', 'roleTemplateId'],
  properties: {
    id: (role) => role.id.replace(/^[^-]+/, 'd12ec702'),
    description: (role) => role.description,
    displayName: (role) => role.displayName,
    roleTemplateId: (role) => role.id,
  },
};

export const administrativeUnitShape: Shape<AdministrativeUnit> = {
  entity: 'administrativeUnit',
  defaults: ['id', 'deletedDateTime', 'displayName', 'description', 'visibility'],
  properties: { id: (unit) => unit.id, displayName: (unit) => unit.displayName },
};
