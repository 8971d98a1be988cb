import { z } from 'zod';
import type { GroupId, TenantId, UserId } from '../../core/identity.ts';
import type { DirectoryPerson } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { graphUser, personFrom, personSelect } from './person.ts';
import { scopes } from './scopes.ts';

const member = z.looseObject({ '@odata.type': z.string() });
const groupIds = z.object({ value: z.array(z.string()) });

/** Without a cast, as a cast asks the search index, which may lag behind: devices and groups are left out here. */
export async function readMembers(calls: GraphCalls, tenantId: TenantId, id: GroupId): Promise<DirectoryPerson[]> {
  const members = await calls.readAll({
    path: `/groups/${id}/transitiveMembers?${personSelect}&$top=999`,
    scopes: scopes.readMembers,
    schema: member,
    nothingOn: [404],
  });
  return members
    .filter((each) => each['@odata.type'] === '#microsoft.graph.user')
    .map((each) => personFrom(graphUser.parse(each), tenantId));
}

export async function isMember(calls: GraphCalls, id: UserId, of: GroupId): Promise<boolean> {
  const found = await calls.read({
    path: `/users/${id}/checkMemberGroups`,
    body: { groupIds: [of] },
    scopes: scopes.readMembers,
    schema: groupIds,
    nothingOn: [404],
  });
  return found?.value.some((each) => each.toLowerCase() === of) ?? false;
}
