import { rolesOf } from '../../tenant/authority.ts';
import type { DirectoryUser } from '../../tenant/directory.ts';
import { directGroups, transitiveGroups } from '../../tenant/membership.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { signedIn } from '../call.ts';
import type { Call, Endpoint } from '../call.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerCollection, directoryOptions } from '../odata/collection.ts';
import { directoryObjectShape, presentObject } from './directory-object.ts';
import type { DirectoryObject } from './directory-object.ts';
import { readAllUsers, userIn } from './users.ts';

const ofOthers = ['GroupMember.Read.All', 'Group.Read.All', 'RoleManagement.Read.Directory', ...readAllUsers];
const ofMyself = ['User.Read', ...ofOthers];
const casts = ['', '/graph.group', '/microsoft.graph.group', '/graph.directoryRole', '/microsoft.graph.directoryRole'];

export const membershipEndpoints: Endpoint[] = ['memberOf', 'transitiveMemberOf'].flatMap((relation) =>
  casts.flatMap((cast): Endpoint[] => [
    {
      method: 'GET',
      pattern: `/v1.0/me/${relation}${cast}`,
      scopes: ofMyself,
      answer: (call) => list(call, signedIn(call), relation, cast),
    },
    {
      method: 'GET',
      pattern: `/v1.0/users/:id/${relation}${cast}`,
      scopes: ofOthers,
      answer: (call) => list(call, userIn(call), relation, cast),
    },
  ]),
);

function list(call: Call, user: DirectoryUser, relation: string, cast: string): GraphAnswer {
  const kind = cast.split('.').at(-1);
  const all = membershipsOf(call.tenant, user, relation === 'transitiveMemberOf');
  return answerCollection(call, cast === '' ? all : all.filter((object) => object.kind === kind), {
    shape: directoryObjectShape,
    options: directoryOptions,
    context: 'directoryObjects',
    advanced: cast !== '',
    present: (object, query) => presentObject(call, object, query.select),
  });
}

function membershipsOf(tenant: Tenant, user: DirectoryUser, transitive: boolean): DirectoryObject[] {
  const groups = transitive ? transitiveGroups(tenant, user.id) : directGroups(tenant, user.id);
  const units = tenant.administrativeUnits.filter((unit) => unit.memberIds.includes(user.id));
  return [
    ...groups.map((record): DirectoryObject => ({ kind: 'group', record })),
    ...activatedRoles(tenant, user, transitive),
    ...units.map((record): DirectoryObject => ({ kind: 'administrativeUnit', record })),
  ];
}

/** Built-in roles over the whole tenant only: custom ones and those over a unit cannot be seen this way. */
function activatedRoles(tenant: Tenant, user: DirectoryUser, transitive: boolean): DirectoryObject[] {
  return rolesOf(tenant, user.id)
    .filter(({ role, assignment }) => role.isBuiltIn && assignment.directoryScopeId === '/')
    .filter(({ assignment }) => transitive || assignment.principalId === user.id)
    .map(({ role }) => ({ kind: 'directoryRole', record: role }));
}
