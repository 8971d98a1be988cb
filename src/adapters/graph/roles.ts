import { z } from 'zod';
import type { UserId } from '../../core/identity.ts';
import type { HeldRole } from '../../core/policy.ts';
import type { RoleDefinition } from '../../core/workflow/lockout.ts';
import type { GraphCalls } from './graph-calls.ts';
import { quoted } from './odata.ts';
import { scopes } from './scopes.ts';

const permission = z.object({
  allowedResourceActions: z.array(z.string()),
  excludedResourceActions: z.array(z.string().nullable()).nullish(),
  condition: z.string().nullish(),
});

const definition = z.object({ isEnabled: z.boolean().nullish(), rolePermissions: z.array(permission) });

const roleAssignment = z.object({
  roleDefinitionId: z.string(),
  directoryScopeId: z.string().nullish(),
  appScopeId: z.string().nullish(),
  roleDefinition: definition.nullish(),
});
type RoleAssignment = z.infer<typeof roleAssignment>;

const namedDefinition = definition.extend({ id: z.string() });

const membership = z.object({ id: z.guid(), isAssignableToRole: z.boolean().nullish() });

/** Graph lists a role under whom it was given to, so the person's role-assignable groups are asked about one by one. */
export async function readRoles(calls: GraphCalls, id: UserId): Promise<HeldRole[]> {
  const groups = await calls.readAll({
    path: `/users/${id}/transitiveMemberOf/microsoft.graph.group?$select=id,isAssignableToRole&$count=true`,
    scopes: scopes.readGroups,
    schema: membership,
    eventual: true,
    nothingOn: [404],
  });
  const holders = [id, ...groups.filter((group) => group.isAssignableToRole).map((group) => group.id)];
  const assignments = await Promise.all(holders.map((holder) => assignmentsOf(calls, holder)));
  return assignments.flat().map(heldRole);
}

function assignmentsOf(calls: GraphCalls, principal: string): Promise<RoleAssignment[]> {
  const filter = encodeURIComponent(`principalId eq ${quoted(principal)}`);
  const path = `/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=roleDefinition`;
  return calls.readAll({ path, scopes: scopes.readRoles, schema: roleAssignment });
}

function heldRole(assignment: RoleAssignment): HeldRole {
  const { roleDefinitionId, directoryScopeId, appScopeId, roleDefinition } = assignment;
  return {
    roleDefinitionId,
    // A role within one app is no role in the directory, even when its scope is also written "/".
    scope: directoryScopeId ?? `app:${appScopeId ?? ''}`,
    allowedActions: actionsOf(roleDefinition),
  };
}

/** What a role lets its holders do; nothing where it is switched off. */
function actionsOf(role: z.infer<typeof definition> | null | undefined): string[] {
  return role?.isEnabled === false ? [] : (role?.rolePermissions ?? []).flatMap(allowed);
}

/** Microsoft Graph, "Get unifiedRoleDefinition". */
export async function readRoleDefinition(calls: GraphCalls, id: string): Promise<RoleDefinition | undefined> {
  const path = `/roleManagement/directory/roleDefinitions/${id}`;
  const role = await calls.read({ path, scopes: scopes.readRoles, schema: namedDefinition, nothingOn: [404] });
  return role && definitionFrom(role);
}

/** Microsoft Graph, "List roleDefinitions": the built-in ones and the tenant's own. */
export async function readRoleDefinitions(calls: GraphCalls): Promise<RoleDefinition[]> {
  const path = '/roleManagement/directory/roleDefinitions';
  const roles = await calls.readAll({ path, scopes: scopes.readRoles, schema: namedDefinition });
  return roles.map(definitionFrom);
}

function definitionFrom(role: z.infer<typeof namedDefinition>): RoleDefinition {
  return { id: role.id, isEnabled: role.isEnabled !== false, allowedActions: actionsOf(role) };
}

/** A permission with a condition ("$ResourceIsSelf") is not a right over everybody. */
function allowed({ allowedResourceActions, excludedResourceActions, condition }: z.infer<typeof permission>): string[] {
  if (condition) return [];
  return allowedResourceActions.filter((action) => !excludedResourceActions?.includes(action));
}
