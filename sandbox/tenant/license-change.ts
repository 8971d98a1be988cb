import { assignmentsOf, heldSkus } from './assignments.ts';
import type { DirectLicense, DirectoryUser } from './directory.ts';
import { planProblem } from './plan-rules.ts';
import { freeSeats, ownedSkus } from './seats.ts';
import type { Tenant } from './tenant.ts';

export interface LicenseChange {
  add: { skuId: string; disabledPlans: string[] }[];
  remove: string[];
}

/** Applies the whole change, or nothing and says in Graph's own words why. */
export function changeLicenses(
  tenant: Tenant,
  user: DirectoryUser,
  change: LicenseChange,
  now: number,
): string | undefined {
  const refusal =
    nothingAsked(change) ??
    first(change.remove, (skuId) => removalRefusal(tenant, user, skuId)) ??
    first(change.add, ({ skuId }) => additionRefusal(tenant, user, skuId));
  if (refusal) return refusal;
  const changed = { ...user, licenses: licensesAfter(user.licenses, change, now) };
  const problem = planRefusal(tenant, changed);
  if (problem) return problem;
  tenant.users.put(changed);
  return undefined;
}

function nothingAsked({ add, remove }: LicenseChange): string | undefined {
  if (add.length > 0 || remove.length > 0) return undefined;
  return 'No license changes provided. At least one license to add or remove must be specified.';
}

function first<T>(values: readonly T[], refusal: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = refusal(value);
    if (found) return found;
  }
  return undefined;
}

function unknownSku(tenant: Tenant, skuId: string): string | undefined {
  const owned = ownedSkus(tenant).some((sku) => sku.skuId === skuId.toLowerCase());
  return owned ? undefined : `License ${skuId} does not correspond to a valid company License.`;
}

function removalRefusal(tenant: Tenant, user: DirectoryUser, skuId: string): string | undefined {
  const unknown = unknownSku(tenant, skuId);
  if (unknown) return unknown;
  const ways = assignmentsOf(tenant, user).filter((way) => way.skuId === skuId.toLowerCase());
  if (ways.length === 0) return 'User does not have a corresponding license.';
  if (ways.some((way) => way.assignedByGroup === null)) return undefined;
  return 'User license is inherited from a group membership and it cannot be removed directly from the user.';
}

function additionRefusal(tenant: Tenant, user: DirectoryUser, skuId: string): string | undefined {
  const unknown = unknownSku(tenant, skuId);
  if (unknown) return unknown;
  if (user.usageLocation === null) return 'License assignment cannot be done for user with invalid usage location.';
  if (heldSkus(assignmentsOf(tenant, user)).has(skuId.toLowerCase())) return undefined;
  const sku = ownedSkus(tenant).find((owned) => owned.skuId === skuId.toLowerCase());
  if (sku && freeSeats(sku) > 0) return undefined;
  return `Subscription with SKU ${skuId} does not have any available licenses.`;
}

function licensesAfter(
  licenses: readonly DirectLicense[],
  { add, remove }: LicenseChange,
  now: number,
): DirectLicense[] {
  const going = new Set([...remove, ...add.map(({ skuId }) => skuId)].map((skuId) => skuId.toLowerCase()));
  const lastUpdatedDateTime = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const coming = add.map(({ skuId, disabledPlans }) => ({
    skuId: skuId.toLowerCase(),
    disabledPlans,
    lastUpdatedDateTime,
  }));
  return [...licenses.filter(({ skuId }) => !going.has(skuId)), ...coming];
}

function planRefusal(tenant: Tenant, changed: DirectoryUser): string | undefined {
  const problem = planProblem(heldSkus(assignmentsOf(tenant, changed)));
  if (!problem) return undefined;
  if (problem.kind === 'exclusive') {
    return `License assignment failed because service plans ${problem.plans.join(',')} are mutually exclusive.`;
  }
  return `License assignment failed because service plan ${problem.plan} depends on the service plan(s) ${problem.needsOneOf.join(',')}`;
}
