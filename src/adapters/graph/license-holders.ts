import { z } from 'zod';
import type { SkuId, TenantId } from '../../core/identity.ts';
import type { LicenseHolder, Page, Slice } from '../../core/ports.ts';
import { graphAssignment, pathOf } from './assignments.ts';
import type { GroupNames } from './assignments.ts';
import type { GraphCalls } from './graph-calls.ts';
import { graphUser, personFrom, personSelect } from './person.ts';
import { scopes } from './scopes.ts';

/** Graph's largest page; "Paging Microsoft Graph data in your app". */
const largestPage = 999;

const holder = graphUser.extend({ licenseAssignmentStates: z.array(graphAssignment) });

/**
 * Everybody whose `assignedLicenses` hold the product, which counts what comes from groups. Graph has no `$skip` for
 * people, so a later slice is read past the earlier ones; sorting what is filtered takes the advanced query.
 */
export async function readHolders(
  calls: GraphCalls,
  tenantId: TenantId,
  id: SkuId,
  { offset, limit }: Slice,
  groupNames: GroupNames,
): Promise<Page<LicenseHolder>> {
  const filter = encodeURIComponent(`assignedLicenses/any(x:x/skuId eq ${id})`);
  const sorted = `$orderby=displayName&$count=true&$top=${Math.min(largestPage, offset + limit)}`;
  const path = `/users?$filter=${filter}&${personSelect},licenseAssignmentStates&${sorted}`;
  const wanted = { path, scopes: scopes.readLicenses, schema: holder, eventual: true, atMost: offset + limit };
  const { items, total } = await calls.readCounted(wanted);
  const holders = items.slice(offset).map(async (user) => {
    const states = user.licenseAssignmentStates.filter((state) => state.skuId === id);
    const paths = await Promise.all(states.map((state) => pathOf(state.assignedByGroup, groupNames)));
    return { person: personFrom(user, tenantId), paths };
  });
  return { items: await Promise.all(holders), total };
}
