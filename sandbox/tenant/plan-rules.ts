import { findSku } from './skus.ts';

interface Dependency {
  plan: string;
  needsOneOf: string[];
}

// Seen in error texts of the real service. Microsoft publishes no list.
const dependencies: Dependency[] = [
  { plan: '4828c8ec-dc2e-4779-b502-87ac9ce28ab7', needsOneOf: ['0feaeb32-d00e-4d66-bd5a-43b5b83db82c'] },
  {
    plan: '176a09a6-7ec5-4039-ac02-b2791c6ba793',
    needsOneOf: ['9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'efb87545-963c-4e0d-99df-69c6916d9eb0'],
  },
  { plan: 'fe71d6c3-a2ea-4499-9778-da042bf08063', needsOneOf: ['5dbe027f-2339-4123-9542-606e4d348a72'] },
];

// Two mailbox plans of different size cannot both be on.
const exclusive: [string, string][] = [
  ['9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'efb87545-963c-4e0d-99df-69c6916d9eb0'],
];

export type PlanProblem =
  { kind: 'dependency'; plan: string; needsOneOf: string[] } | { kind: 'exclusive'; plans: [string, string] };

/** The first rule that a set of licences would break; `held` is SKU id -> disabled plans. */
export function planProblem(held: ReadonlyMap<string, string[]>): PlanProblem | undefined {
  const on = new Set<string>();
  for (const [skuId, disabledPlans] of held) {
    for (const { servicePlanId } of findSku(skuId)?.servicePlans ?? []) {
      if (!disabledPlans.includes(servicePlanId)) on.add(servicePlanId);
    }
  }
  const lacking = dependencies.find(
    ({ plan, needsOneOf }) => on.has(plan) && !needsOneOf.some((needed) => on.has(needed)),
  );
  if (lacking) return { kind: 'dependency', ...lacking };
  const clash = exclusive.find((plans) => plans.every((plan) => on.has(plan)));
  return clash && { kind: 'exclusive', plans: clash };
}
