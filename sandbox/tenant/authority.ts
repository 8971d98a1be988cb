import type { RoleAssignment, RoleDefinition } from './directory.ts';
import { directGroups } from './membership.ts';
import type { Tenant } from './tenant.ts';

export interface HeldRole {
  assignment: RoleAssignment;
  role: RoleDefinition;
}

/** Roles somebody has now, also through role-assignable groups (which cannot be nested). */
export function rolesOf(tenant: Tenant, userId: string): HeldRole[] {
  const groupIds = directGroups(tenant, userId)
    .filter((group) => group.isAssignableToRole)
    .map((group) => group.id);
  const principals = new Set([userId, ...groupIds]);
  return tenant.roleAssignments
    .all()
    .filter(({ principalId }) => principals.has(principalId))
    .flatMap((assignment) => {
      const role = tenant.roleDefinitions.find(({ id }) => id === assignment.roleDefinitionId);
      return role ? [{ assignment, role }] : [];
    });
}

/** May this person do this to that person? A role over an administrative unit reaches its members only. */
export function mayActOn(tenant: Tenant, actorId: string, action: string, targetId: string): boolean {
  return rolesOf(tenant, actorId).some(
    ({ assignment, role }) => allows(role, action) && reaches(tenant, assignment.directoryScopeId, targetId),
  );
}

function allows({ actions, isEnabled }: RoleDefinition, action: string): boolean {
  const everything = action.replace(/\/[^/]+$/, '/allProperties/allTasks');
  return isEnabled && (actions.includes(action) || actions.includes(everything));
}

function reaches(tenant: Tenant, scope: string, targetId: string): boolean {
  if (scope === '/') return true;
  const unit = tenant.administrativeUnits.find(({ id }) => scope === `/administrativeUnits/${id}`);
  return unit?.memberIds.includes(targetId) ?? false;
}
