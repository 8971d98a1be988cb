import catalogue from './skus.json' with { type: 'json' };

export interface ServicePlan {
  servicePlanId: string;
  servicePlanName: string;
}

export interface Sku {
  skuId: string;
  name: string;
  servicePlans: ServicePlan[];
}

export type SkuPartNumber = keyof typeof catalogue;

const bySkuId = new Map(
  Object.entries(catalogue).map(([skuPartNumber, sku]) => [sku.skuId, { skuPartNumber, ...sku }]),
);

export function skuOf(skuPartNumber: SkuPartNumber): Sku {
  return catalogue[skuPartNumber];
}

export function skuIdOf(skuPartNumber: SkuPartNumber): string {
  return catalogue[skuPartNumber].skuId;
}

export function findSku(skuId: string): (Sku & { skuPartNumber: string }) | undefined {
  return bySkuId.get(skuId.toLowerCase());
}
