import { z } from 'zod';
import { productName } from '../../core/catalog/product-name.ts';
import { skuId } from '../../core/identity.ts';
import type { SubscribedSku } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { scopes } from './scopes.ts';

const forUsers = 'User';

const graphSku = z.object({
  skuId,
  skuPartNumber: z.string(),
  appliesTo: z.string().nullish(),
  servicePlans: z.array(
    z.object({ servicePlanId: z.string(), servicePlanName: z.string(), appliesTo: z.string().nullish() }),
  ),
});
export type GraphSku = z.infer<typeof graphSku>;

/** Everything the tenant owns, also what cannot be assigned to people: old assignments may still name it. */
export function readProducts(calls: GraphCalls): Promise<GraphSku[]> {
  const path = '/subscribedSkus?$select=skuId,skuPartNumber,appliesTo,servicePlans';
  return calls.readAll({ path, scopes: scopes.readProducts, schema: graphSku });
}

/** Only `appliesTo: User` can be assigned to people; Microsoft Graph, subscribedSku resource type. */
export function assignable(products: readonly GraphSku[]): SubscribedSku[] {
  return products
    .filter((product) => product.appliesTo === forUsers)
    .map((product) => ({
      skuId: product.skuId,
      skuPartNumber: product.skuPartNumber,
      productName: productName(product.skuId, product.skuPartNumber),
      plans: product.servicePlans
        .filter((plan) => plan.appliesTo === forUsers)
        .map((plan) => ({ id: plan.servicePlanId, name: plan.servicePlanName })),
    }));
}
