import { assignmentsOf, heldSkus } from './assignments.ts';
import type { Subscription, SubscriptionStatus } from './directory.ts';
import { skuIdOf } from './skus.ts';
import type { SkuPartNumber } from './skus.ts';
import type { Tenant } from './tenant.ts';

export interface OwnedSku {
  skuPartNumber: SkuPartNumber;
  skuId: string;
  capabilityStatus: SubscriptionStatus;
  units: Record<'enabled' | 'warning' | 'suspended' | 'lockedOut', number>;
  consumed: number;
  subscriptionIds: string[];
}

// From the best state to the worst: several subscriptions of one product show the best of them.
const statuses: SubscriptionStatus[] = ['Enabled', 'Warning', 'Suspended', 'LockedOut', 'Deleted'];

export function ownedSkus(tenant: Tenant): OwnedSku[] {
  const bySku = Map.groupBy(tenant.subscriptions.all(), ({ skuPartNumber }) => skuPartNumber as SkuPartNumber);
  const consumed = consumedUnits(tenant);
  return [...bySku].map(([skuPartNumber, subscriptions]) => {
    const skuId = skuIdOf(skuPartNumber);
    return {
      skuPartNumber,
      skuId,
      capabilityStatus: statuses.find((status) => subscriptions.some((one) => one.status === status)) ?? 'Deleted',
      units: {
        enabled: total(subscriptions, 'Enabled'),
        warning: total(subscriptions, 'Warning'),
        suspended: total(subscriptions, 'Suspended'),
        lockedOut: total(subscriptions, 'LockedOut'),
      },
      consumed: consumed.get(skuId) ?? 0,
      subscriptionIds: subscriptions.map(({ commerceSubscriptionId }) => commerceSubscriptionId),
    };
  });
}

export function freeSeats({ units, consumed }: OwnedSku): number {
  return units.enabled + units.warning - consumed;
}

function total(subscriptions: Subscription[], status: SubscriptionStatus): number {
  return subscriptions.filter((one) => one.status === status).reduce((sum, one) => sum + one.totalLicenses, 0);
}

const counted = new WeakMap<Tenant, { version: number; units: Map<string, number> }>();

/** A seat is taken once per person and product, however many ways the person holds it. */
function consumedUnits(tenant: Tenant): Map<string, number> {
  const known = counted.get(tenant);
  if (known?.version === tenant.version()) return known.units;
  const units = new Map<string, number>();
  for (const user of tenant.liveUsers()) {
    for (const skuId of heldSkus(assignmentsOf(tenant, user)).keys()) units.set(skuId, (units.get(skuId) ?? 0) + 1);
  }
  counted.set(tenant, { version: tenant.version(), units });
  return units;
}
