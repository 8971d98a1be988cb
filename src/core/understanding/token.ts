/** A piece of the message. `word` is what rules and lists see: folded, and corrected when it was a typing error. */
export interface Token {
  kind: 'word' | 'han' | 'number' | 'mark' | 'upn' | 'mention';
  start: number;
  end: number;
  word: string;
  /** The first letter is a capital in the message; in Chinese: it has the shape of a full name. */
  capital: boolean;
  /** Nothing stands between this token and the one before it. */
  glued: boolean;
  /** No list explains this word: it may be a name. */
  unknown: boolean;
  /** The number of the product this token belongs to. */
  product?: number;
}

/** What stands at a place; nothing, outside the message. */
export function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.word ?? '';
}
