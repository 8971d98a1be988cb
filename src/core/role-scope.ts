import { unitId } from './identity.ts';
import type { UnitId } from './identity.ts';

/** How Graph writes that a role is held for the whole tenant. */
export const tenantWide = '/';

const unitPrefix = '/administrativeUnits/';

/** The administrative unit that a role is held for; undefined for the whole tenant, and for apps. */
export function unitIn(scope: string): UnitId | undefined {
  return scope.startsWith(unitPrefix) ? unitId.safeParse(scope.slice(unitPrefix.length)).data : undefined;
}

/** All units among these scopes, each once. */
export function unitsIn(scopes: readonly string[]): UnitId[] {
  return [...new Set(scopes.map(unitIn).filter((unit) => unit !== undefined))];
}
