import { z } from 'zod';
import { productName } from '../../core/catalog/product-name.ts';
import { groupId, skuId } from '../../core/identity.ts';
import type { GroupId, UserId } from '../../core/identity.ts';
import type { AssignmentPath, LicenseAssignment } from '../../core/plan.ts';
import type { GraphCalls } from './graph-calls.ts';
import type { GraphSku } from './products.ts';
import { scopes } from './scopes.ts';

/** `error` is null, absent or the word "None" when all is well; none of them changes what is held. */
export const graphAssignment = z.object({
  skuId,
  assignedByGroup: groupId.nullish(),
  disabledPlans: z.array(z.string()),
  state: z.string(),
  error: z.string().nullish(),
});
type GraphAssignment = z.infer<typeof graphAssignment>;

const licensed = z.object({ licenseAssignmentStates: z.array(graphAssignment) });
const group = z.object({ displayName: z.string().nullish() });

export type GroupNames = (id: GroupId) => Promise<string>;

/** One entry per path: a product held directly and through two groups comes three times. Undefined: no such account. */
export async function readAssignments(
  calls: GraphCalls,
  id: UserId,
  products: () => Promise<GraphSku[]>,
  groupNames: GroupNames,
): Promise<LicenseAssignment[] | undefined> {
  const path = `/users/${id}?$select=id,licenseAssignmentStates`;
  const found = await calls.read({ path, scopes: scopes.readLicenses, schema: licensed, nothingOn: [404] });
  if (found === undefined) return undefined;
  const partNumbers = new Map((await products()).map((product) => [product.skuId, product.skuPartNumber]));
  return Promise.all(found.licenseAssignmentStates.map((each) => assignmentFrom(each, partNumbers, groupNames)));
}

async function assignmentFrom(
  from: GraphAssignment,
  partNumbers: ReadonlyMap<string, string>,
  groupNames: GroupNames,
): Promise<LicenseAssignment> {
  const skuPartNumber = partNumbers.get(from.skuId) ?? from.skuId;
  return {
    skuId: from.skuId,
    skuPartNumber,
    productName: productName(from.skuId, skuPartNumber),
    path: await pathOf(from.assignedByGroup, groupNames),
    disabledPlans: from.disabledPlans,
    state: from.state,
  };
}

/** How a licence reached its holder: `assignedByGroup` names the group, or nobody. */
export async function pathOf(by: GroupId | null | undefined, groupNames: GroupNames): Promise<AssignmentPath> {
  return by ? { kind: 'group', groupId: by, groupName: await groupNames(by) } : { kind: 'direct' };
}

/** Asks for each group once. A group that is hidden or gone is shown by its id: the licence still comes from there. */
export function createGroupNames(calls: GraphCalls): GroupNames {
  const names = new Map<GroupId, Promise<string>>();
  async function ask(id: GroupId): Promise<string> {
    const path = `/groups/${id}?$select=id,displayName`;
    const found = await calls.read({ path, scopes: scopes.readGroups, schema: group, nothingOn: [403, 404] });
    return found?.displayName || id;
  }
  return (id) => {
    const name = names.get(id) ?? ask(id);
    names.set(id, name);
    name.catch(() => names.delete(id));
    return name;
  };
}
