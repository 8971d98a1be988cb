import { z } from 'zod';
import { userId } from '../../core/identity.ts';
import type { TenantId, UnitId, UserId } from '../../core/identity.ts';
import type { DirectoryReader, RoleHolder } from '../../core/ports.ts';
import { tenantWide, unitIn } from '../../core/role-scope.ts';
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

type UnitsThatMatter = Parameters<DirectoryReader['readRoleHolders']>[1];

/** People only: apps that hold a role decide nothing here. */
export async function readRoleHolders(
  calls: GraphCalls,
  tenantId: TenantId,
  roleDefinitionIds: readonly string[],
  unitsThatMatter: UnitsThatMatter,
): Promise<RoleHolder[]> {
  const assignments = (await Promise.all(roleDefinitionIds.map((id) => assignmentsOf(calls, id)))).flat();
  const given = await relevant(assignments, unitsThatMatter);
  const behind = await Promise.all([...Map.groupBy(given, (each) => each.principalId).values()].map(holdersIn));
  const people = Map.groupBy(behind.flat(), (holder) => holder.userId);
  return [...people.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, scopes: [first, ...others].flatMap((each) => each.scopes) }] : [],
  );

  async function holdersIn(roles: RoleAssignment[]): Promise<RoleHolder[]> {
    const scopes = roles.map((each) => each.directoryScopeId ?? '');
    const users = roles[0] ? await usersBehind(calls, roles[0]) : [];
    return users.map((user) => ({ ...personFrom(user, tenantId), scopes }));
  }
}

/** Roles for the whole tenant, and those for units that matter; in a large tenant most units do not. */
async function relevant(
  assignments: readonly RoleAssignment[],
  unitsThatMatter: UnitsThatMatter,
): Promise<RoleAssignment[]> {
  const unitOf = ({ directoryScopeId }: RoleAssignment): UnitId | undefined => unitIn(directoryScopeId ?? '');
  const inTenant = ({ directoryScopeId }: RoleAssignment): boolean => directoryScopeId === tenantWide;
  if (unitsThatMatter === 'every-unit')
    return assignments.filter((each) => inTenant(each) || unitOf(each) !== undefined);
  const matter = new Set(assignments.some((each) => unitOf(each) !== undefined) ? await unitsThatMatter() : []);
  return assignments.filter((each) => {
    const unit = unitOf(each);
    return inTenant(each) || (unit !== undefined && matter.has(unit));
  });
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
