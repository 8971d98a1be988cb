import type { TenantId } from '../../identity.ts';
import type { Plan, PlanTarget } from '../../plan.ts';
import type { SubscribedSku } from '../../ports.ts';
import { effectsOfRemoval } from './effects.ts';
import type { ResolvedTarget } from './resolve.ts';

function planTarget({ person, assignments, wanted }: ResolvedTarget, skus: readonly SubscribedSku[]): PlanTarget {
  const remove = wanted.filter((each) => each.path.kind === 'direct');
  const stillInherited = wanted.filter((each) => each.path.kind === 'group');
  const keeps = assignments.filter((each) => !wanted.some((other) => other.skuId === each.skuId));
  return {
    user: { userId: person.userId, displayName: person.displayName, userPrincipalName: person.userPrincipalName },
    remove,
    stillInherited,
    keeps,
    ...effectsOfRemoval(remove, [...stillInherited, ...keeps], skus),
  };
}

/** Exactly what will be done, from what was read at `now`. */
export function makePlan(
  tenantId: TenantId,
  targets: readonly ResolvedTarget[],
  skus: readonly SubscribedSku[],
  now: Date,
): Plan {
  return {
    operation: 'remove-licenses',
    tenantId,
    readAt: now.toISOString(),
    targets: targets.map((target) => planTarget(target, skus)),
  };
}
