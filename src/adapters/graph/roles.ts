import { z } from 'zod';
import type { UserId } from '../../core/identity.ts';
import type { HeldRole } from '../../core/policy.ts';
import type { GraphCalls } from './graph-calls.ts';
import { quoted } from './odata.ts';
import { scopes } from './scopes.ts';

const permission = z.object({
  allowedResourceActions: z.array(z.string()),
  excludedResourceActions: z.array(z.string().nullable()).nullish(),
  condition: z.string().nullish(),
});

const roleAssignment = z.object({
  roleDefinitionId: z.string(),
  directoryScopeId: z.string().nullish(),
  appScopeId: z.string().nullish(),
  roleDefinition: z.object({ isEnabled: z.boolean().nullish(), rolePermissions: z.array(permission) }).nullish(),
});
type RoleAssignment = z.infer<typeof roleAssignment>;

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
    allowedActions: roleDefinition?.isEnabled === false ? [] : (roleDefinition?.rolePermissions ?? []).flatMap(allowed),
  };
}

/** A permission with a condition ("$ResourceIsSelf") is not a right over everybody. */
function allowed({ allowedResourceActions, excludedResourceActions, condition }: z.infer<typeof permission>): string[] {
  if (condition) return [];
  return allowedResourceActions.filter((action) => !excludedResourceActions?.includes(action));
}
