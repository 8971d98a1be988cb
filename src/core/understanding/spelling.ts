import { distance } from 'fastest-levenshtein';

/** How many errors lie between two words; letters in the wrong order count as one. */
function errors(word: string, meant: string): number {
  const count = distance(word, meant);
  return count === 2 && sorted(word) === sorted(meant) ? 1 : count;
}

function sorted(word: string): string {
  return Array.from(word).sort().join('');
}

function allowed(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** The word that was meant, among `words`, or undefined. The first letter must be right: names differ there. */
export function correct(word: string, words: Iterable<string>): string | undefined {
  let best: { meant: string | undefined; count: number } = { meant: undefined, count: Infinity };
  for (const meant of words) {
    if (Math.abs(meant.length - word.length) > 2 || meant.charAt(0) !== word.charAt(0)) continue;
    const count = errors(word, meant);
    if (count <= allowed(Math.max(word.length, meant.length - 1)) && count < best.count) best = { meant, count };
  }
  return best.meant;
}
