import { distance } from 'fastest-levenshtein';

interface Named {
  skuPartNumber: string;
  productName: string;
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Products that fit what was written: the part number, the whole name, or every word of it in the name. */
export function matchProducts<T extends Named>(mention: string, products: readonly T[]): T[] {
  const wanted = words(mention);
  if (wanted.length === 0) return [];
  const joined = wanted.join(' ');
  const exact = products.filter(
    (product) =>
      product.skuPartNumber.toLowerCase() === mention.trim().toLowerCase() ||
      words(product.productName).join(' ') === joined,
  );
  if (exact.length > 0) return exact;
  return products.filter((product) => {
    const has = words(product.productName);
    return wanted.every((word) => has.includes(word));
  });
}

/** The same products, nearest to what was written first. */
export function nearestProducts<T extends Named>(mention: string, products: readonly T[]): T[] {
  const wanted = words(mention);
  const away = ({ productName }: T): number => {
    const has = words(productName);
    const perWord = wanted.map((word) => Math.min(...has.map((other) => distance(word, other) / word.length)));
    return perWord.reduce((sum, each) => sum + each, 0);
  };
  return products.toSorted((a, b) => away(a) - away(b));
}
