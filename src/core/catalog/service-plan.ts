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

const brands = new Map([
  ['ONEDRIVE', 'OneDrive'],
  ['SHAREPOINT', 'SharePoint'],
  ['POWERAPPS', 'PowerApps'],
  ['FOR', 'for'],
  ['AND', 'and'],
  ['WEB', 'Web'],
  ['APP', 'App'],
]);

/** Microsoft's list shouts some of its titles: "EXCHANGE ONLINE (PLAN 2)". Short words are abbreviations and stay. */
function calm(title: string): string {
  if (/[a-z_]/.test(title)) return title;
  return title.replace(
    /[A-Z]{3,}/g,
    (word) => brands.get(word) ?? (word.length > 3 ? `${word.slice(0, 1)}${word.slice(1).toLowerCase()}` : word),
  );
}

/** A service plan's title for people; its technical name where Microsoft's list does not know it. */
export function servicePlanTitle(planId: string, planName: string): string {
  const known = titles.get(planId.toLowerCase());
  return known ? calm(known.title) : planName;
}
