import { serviceOf, servicePlanTitle } from '../../catalog/service-plan.ts';
import { service } from '../../plan.ts';
import type { LicenseAssignment, PlanTarget, Service, ServiceEffect } from '../../plan.ts';
import type { SubscribedSku } from '../../ports.ts';

interface ProvidedPlan {
  id: string;
  name: string;
  productName: string;
}

/** The service plans an assignment really gives: those of the product that are not switched off. */
function providedPlans(assignments: readonly LicenseAssignment[], skus: readonly SubscribedSku[]): ProvidedPlan[] {
  return assignments.flatMap((assignment) => {
    const sku = skus.find((each) => each.skuId === assignment.skuId);
    return (sku?.plans ?? [])
      .filter((plan) => !assignment.disabledPlans.includes(plan.id))
      .map((plan) => ({ ...plan, productName: assignment.productName }));
  });
}

function effectOn(name: Service, before: readonly ProvidedPlan[], after: readonly ProvidedPlan[]): ServiceEffect {
  const gone = before.filter((plan) => serviceOf(plan.name) === name);
  const left = after.filter((plan) => serviceOf(plan.name) === name);
  const [other] = left;
  if (!other) return { kind: 'lost', service: name };
  const unchanged = gone.every((plan) => left.some((each) => each.id === plan.id));
  if (unchanged) return { kind: 'kept', service: name, productName: other.productName };
  const planName = servicePlanTitle(other.id, other.name);
  return { kind: 'reduced', service: name, productName: other.productName, planName };
}

/** What removing `remove` means for somebody who keeps `remaining`; services in the order people care about them. */
export function effectsOfRemoval(
  remove: readonly LicenseAssignment[],
  remaining: readonly LicenseAssignment[],
  skus: readonly SubscribedSku[],
): Pick<PlanTarget, 'effects' | 'otherLosses'> {
  const before = providedPlans(remove, skus);
  const after = providedPlans(remaining, skus);
  const touched = service.options.filter((name) => before.some((plan) => serviceOf(plan.name) === name));
  const otherLosses = before
    .filter((plan) => serviceOf(plan.name) === undefined && !after.some((other) => other.id === plan.id))
    .map((plan) => servicePlanTitle(plan.id, plan.name))
    .filter((title) => !title.startsWith('RETIRED'));
  return {
    effects: touched.map((name) => effectOn(name, before, after)),
    otherLosses: [...new Set(otherLosses)],
  };
}
