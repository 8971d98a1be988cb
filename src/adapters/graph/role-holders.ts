import { z } from 'zod';
import { userId } from '../../core/identity.ts';
import type { TenantId, UserId } from '../../core/identity.ts';
import type { DirectoryPerson } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { quoted } from './odata.ts';
import { graphUser, personFrom, personSelect } from './person.ts';
import type { GraphUser } from './person.ts';
import { scopes } from './scopes.ts';

const roleAssignment = z.object({
  principalId: z.guid(),
  directoryScopeId: z.string().nullish(),
  principal: z.object({ '@odata.type': z.string() }).nullish(),
});
type RoleAssignment = z.infer<typeof roleAssignment>;

/** People only: apps that hold a role decide nothing here. */
export async function readRoleHolders(
  calls: GraphCalls,
  tenantId: TenantId,
  roleDefinitionIds: readonly string[],
): Promise<DirectoryPerson[]> {
  const assignments = await Promise.all(roleDefinitionIds.map((id) => assignmentsOf(calls, id)));
  const principals = new Map(
    assignments
      .flat()
      .filter((each) => each.directoryScopeId === '/')
      .map((each) => [each.principalId, each]),
  );
  const holders = await Promise.all([...principals.values()].map((each) => usersBehind(calls, each)));
  const people = new Map(holders.flat().map((user) => [user.id, user]));
  return [...people.values()].map((user) => personFrom(user, tenantId));
}

function assignmentsOf(calls: GraphCalls, roleDefinitionId: string): Promise<RoleAssignment[]> {
  const filter = encodeURIComponent(`roleDefinitionId eq ${quoted(roleDefinitionId)}`);
  const path = `/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=principal`;
  return calls.readAll({ path, scopes: scopes.readRoles, schema: roleAssignment });
}

async function usersBehind(calls: GraphCalls, { principalId, principal }: RoleAssignment): Promise<GraphUser[]> {
  if (principal?.['@odata.type'] === '#microsoft.graph.group') return membersOf(calls, principalId);
  if (principal?.['@odata.type'] !== '#microsoft.graph.user') return [];
  const user = await readUser(calls, userId.parse(principalId));
  return user ? [user] : [];
}

export function readUser(calls: GraphCalls, id: UserId): Promise<GraphUser | undefined> {
  return calls.read({
    path: `/users/${id}?${personSelect}`,
    scopes: scopes.readPeople,
    schema: graphUser,
    nothingOn: [404],
  });
}

/** Direct members are all there are: a role-assignable group cannot hold groups (Microsoft Entra, "Use groups to manage role assignments"). */
function membersOf(calls: GraphCalls, group: string): Promise<GraphUser[]> {
  const path = `/groups/${group}/members/microsoft.graph.user?${personSelect}&$count=true`;
  return calls.readAll({
    path,
    scopes: [...scopes.readGroups, ...scopes.readPeople],
    schema: graphUser,
    eventual: true,
    nothingOn: [404],
  });
}
