import type { SubscribedSku } from '../../ports.ts';
import { matchProducts, nearestProducts } from '../remove-licenses/match-products.ts';

/** The one product of the tenant that was meant, or those to choose from. */
export type ProductSearch =
  { kind: 'found'; product: SubscribedSku } | { kind: 'several' | 'unknown'; products: SubscribedSku[] };

/** Looks for a product among those the tenant owns. Nothing written: all of them are there to choose from. */
export function findProduct(mention: string, owned: readonly SubscribedSku[]): ProductSearch {
  if (mention.trim() === '') return { kind: 'several', products: [...owned] };
  const fitting = matchProducts(mention, owned);
  const [only, ...others] = fitting;
  if (!only) return { kind: 'unknown', products: nearestProducts(mention, owned) };
  return others.length === 0 ? { kind: 'found', product: only } : { kind: 'several', products: fitting };
}
