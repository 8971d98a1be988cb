/**
 * Words in a vocabulary are written short: `licen(c|s)e(s)?` stands for four words. Only groups, alternatives and `?`
 * exist, so every entry is a finite list; that list is what spelling correction and Chinese segmentation need.
 */
export function expand(source: string): string[] {
  const reader = { source, at: 0 };
  const words = alternatives(reader);
  if (reader.at < source.length) throw new Error(`Unbalanced parenthesis in "${source}"`);
  return words;
}

interface Reader {
  source: string;
  at: number;
}

function alternatives(reader: Reader): string[] {
  const words = sequence(reader);
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    words.push(...sequence(reader));
  }
  return words;
}

function sequence(reader: Reader): string[] {
  let words = [''];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const piece = optional(reader, element(reader));
    words = words.flatMap((word) => piece.map((end) => word + end));
  }
  return words;
}

function element(reader: Reader): string[] {
  const char = reader.source.charAt(reader.at);
  reader.at += 1;
  if (char !== '(') return [char];
  const words = alternatives(reader);
  if (reader.source[reader.at] !== ')') throw new Error(`Unbalanced parenthesis in "${reader.source}"`);
  reader.at += 1;
  return words;
}

function optional(reader: Reader, words: string[]): string[] {
  if (reader.source[reader.at] !== '?') return words;
  reader.at += 1;
  return [...words, ''];
}
