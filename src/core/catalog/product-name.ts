import products from './products.json' with { type: 'json' };

const names = new Map(Object.entries(products.products));

/** The product's name as Microsoft sells it; its part number where Microsoft's list does not know it. */
export function productName(skuId: string, skuPartNumber: string): string {
  return names.get(skuId.toLowerCase())?.name ?? skuPartNumber;
}
