import { z } from 'zod';
import { unitId } from '../../core/identity.ts';
import type { UnitId, UserId } from '../../core/identity.ts';
import type { GraphCalls } from './graph-calls.ts';
import { scopes } from './scopes.ts';

const membership = z.object({ '@odata.type': z.string(), id: z.string() });
const unit = z.object({ displayName: z.string().nullish() });

/**
 * Read from the person's side: a unit may have thousands of members. Without a cast, as a cast asks the search index,
 * which may lag behind. Direct membership is all that counts: a group in a unit does not bring its members along
 * (Microsoft Entra, "Administrative units in Microsoft Entra ID").
 */
export async function readUnits(calls: GraphCalls, id: UserId): Promise<UnitId[]> {
  const memberships = await calls.readAll({
    path: `/users/${id}/memberOf?$select=id&$top=999`,
    scopes: scopes.readUnits,
    schema: membership,
    nothingOn: [404],
  });
  return memberships
    .filter((each) => each['@odata.type'] === '#microsoft.graph.administrativeUnit')
    .map((each) => unitId.parse(each.id));
}

export async function readUnitName(calls: GraphCalls, id: UnitId): Promise<string> {
  const path = `/directory/administrativeUnits/${id}?$select=id,displayName`;
  const found = await calls.read({ path, scopes: scopes.readUnitNames, schema: unit, nothingOn: [403, 404] });
  return found?.displayName || id;
}
