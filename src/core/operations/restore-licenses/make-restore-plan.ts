import type { LeftOut, LicenseAssignment, Plan, PlanTarget } from '../../plan.ts';
import type { SubscribedSku } from '../../ports.ts';
import { effectsOfRemoval } from '../remove-licenses/effects.ts';

/** Somebody from whom a removal took something, and what they hold today; undefined when the account is gone. */
export interface RemovalTarget {
  target: PlanTarget;
  held: readonly LicenseAssignment[] | undefined;
  isProtected: boolean;
}

export interface Removal extends Pick<Plan, 'tenantId'> {
  parent: NonNullable<Plan['parent']>;
  targets: readonly RemovalTarget[];
}

function isHeld({ skuId }: LicenseAssignment, { held = [] }: RemovalTarget): boolean {
  return held.some((each) => each.skuId === skuId && each.path.kind === 'direct');
}

function leftOutOf(removal: RemovalTarget): LeftOut[] {
  const { held, isProtected, target } = removal;
  const named = (licenses: readonly LicenseAssignment[], why: LeftOut['why']): LeftOut => ({
    displayName: target.user.displayName,
    productNames: licenses.map(({ productName }) => productName),
    why,
  });
  if (!held) return [named(target.remove, 'gone')];
  if (isProtected) return [named(target.remove, 'protected')];
  const again = target.remove.filter((license) => isHeld(license, removal));
  return again.length > 0 ? [named(again, 'held')] : [];
}

/** What comes back is what the same removal would take again. */
function restoreTarget(removal: RemovalTarget, skus: readonly SubscribedSku[]): PlanTarget[] {
  const { held, isProtected, target } = removal;
  const remove = target.remove.filter((license) => !isHeld(license, removal));
  if (!held || isProtected || remove.length === 0) return [];
  const keeps = [...held];
  return [{ user: target.user, remove, stillInherited: [], keeps, ...effectsOfRemoval(remove, keeps, skus) }];
}

/** Exactly what will be given back, from what was read at `now`. Undefined when there is nothing left to give back. */
export function makeRestorePlan(
  { tenantId, parent, targets }: Removal,
  skus: readonly SubscribedSku[],
  now: Date,
): Plan | undefined {
  const restored = targets.flatMap((each) => restoreTarget(each, skus));
  if (restored.length === 0) return undefined;
  const leftOut = targets.flatMap(leftOutOf);
  return {
    operation: 'restore-licenses',
    parent,
    ...(leftOut.length > 0 ? { leftOut } : {}),
    tenantId,
    readAt: now.toISOString(),
    targets: restored,
  };
}
