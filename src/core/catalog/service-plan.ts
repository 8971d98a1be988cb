import { service } from '../plan.ts';
import type { Service } from '../plan.ts';
import servicePlans from './service-plans.json' with { type: 'json' };
import rules from './services.json' with { type: 'json' };

const titles = new Map(Object.entries(servicePlans.plans));
const matchers = rules.services.map((rule) => ({
  service: service.parse(rule.service),
  pattern: new RegExp(rule.plans),
}));

/** The service people know (mail, files ...) that a service plan provides; undefined for the small ones. */
export function serviceOf(planName: string): Service | undefined {
  return matchers.find((matcher) => matcher.pattern.test(planName))?.service;
}

/** A service plan's title for people; its technical name where Microsoft's list does not know it. */
export function servicePlanTitle(planId: string, planName: string): string {
  return titles.get(planId.toLowerCase())?.title ?? planName;
}
