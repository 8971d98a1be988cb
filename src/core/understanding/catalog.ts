import { fold } from './fold.ts';

/** A product as Microsoft's list names it. */
export interface ProductName {
  name: string;
  partNumber: string;
}

/** Every name and part number of the list, in the form in which a message is compared with it. */
export interface Catalog {
  has(words: string): boolean;
  longest: number;
}

export function createCatalog(products: readonly ProductName[]): Catalog {
  const names = products.flatMap(({ name, partNumber }) => {
    const full = words(name);
    return [full, full.replace(/^microsoft (?!365)/u, ''), fold(partNumber).trim()];
  });
  const known = new Set(names);
  return { has: (text) => known.has(text), longest: Math.max(1, ...names.map((name) => name.split(' ').length)) };
}

function words(name: string): string {
  return fold(name)
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim();
}
