import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256, in hex, over a value's canonical JSON (RFC 8785): the same for every order of its fields. */
export function digestOf(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only what JSON can say has a digest');
  return createHash('sha256').update(text).digest('hex');
}
