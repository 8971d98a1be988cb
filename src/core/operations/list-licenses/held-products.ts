import type { AssignmentPath, LicenseAssignment } from '../../plan.ts';

/** A product somebody holds, once, with every path it comes by. */
export interface HeldProduct {
  productName: string;
  paths: AssignmentPath[];
  /** Graph's words for how the assignments stand; one of them is enough to be told about. */
  states: string[];
}

/** What somebody holds by product: one product may come directly and through groups. */
export function heldProducts(assignments: readonly LicenseAssignment[]): HeldProduct[] {
  const products = new Map<string, HeldProduct>();
  for (const { skuId, productName, path, state } of assignments) {
    const held = products.get(skuId) ?? { productName, paths: [], states: [] };
    const states = held.states.includes(state) ? held.states : [...held.states, state];
    products.set(skuId, { productName, paths: [...held.paths, path], states });
  }
  return [...products.values()];
}
