import { z } from 'zod';
import { fold } from './fold.ts';
import { intentAbout, kinds, scopes, type Intent, type Kind } from './intent.ts';
import type { Understanding } from './recogniser.ts';

/** What an outside reader can say: one of our kinds, or that it cannot tell either. */
export const outsideKinds = [...kinds, 'unsure'] as const;

/** Nobody names more in one message, and nobody's name is longer. */
const mentions = z.array(z.string().trim().min(1).max(100)).max(20);

const answer = z.strictObject({
  kind: z.enum(outsideKinds),
  users: mentions,
  products: mentions,
  scope: z.enum(scopes),
});

/**
 * Why an answer does not count: another shape, a mention that is not in the message, nothing decided, or something
 * that acts and was never thought of here.
 */
export interface Dropped {
  kind: 'dropped';
  because: 'shape' | 'not-in-message' | 'unsure' | 'not-thought-of';
}

/** What does more than answer. Whoever is asked outside chooses among what was thought of here, and adds none of it. */
const ACTS: ReadonlySet<Kind> = new Set(['remove_license', 'close_tenant', 'close_account', 'cancel', 'sign_out']);

/** Holds an answer from outside against the message it is about and what was understood of it here. */
export function checkReading(
  given: unknown,
  text: string,
  { kind: understood, alternatives = [] }: Understanding,
): { kind: 'read'; intent: Intent } | Dropped {
  const parsed = answer.safeParse(given);
  if (!parsed.success) return dropped('shape');
  const { kind, users, products, scope } = parsed.data;
  if (![...users, ...products].every((mention) => placeOf(mention, text) >= 0)) return dropped('not-in-message');
  if (kind === 'unsure') return dropped('unsure');
  if (ACTS.has(kind) && ![understood, ...alternatives].includes(kind)) return dropped('not-thought-of');
  const named = { users: inOrder(users, text), products: inOrder(products, text), scope };
  return { kind: 'read', intent: intentAbout(kind, named) };
}

function dropped(because: Dropped['because']): Dropped {
  return { kind: 'dropped', because };
}

/** As they appear in the message, each once. */
function inOrder(mentions: readonly string[], text: string): string[] {
  const once = new Map(mentions.map((mention) => [fold(mention), mention]));
  return [...once.values()].toSorted((one, other) => placeOf(one, text) - placeOf(other, text));
}

/** Where a mention stands in the message, letter for letter and as words of its own; -1 for nowhere. */
function placeOf(mention: string, text: string): number {
  for (let at = text.indexOf(mention); at >= 0; at = text.indexOf(mention, at + 1)) {
    const end = at + mention.length;
    // Dutch glues the s of whose it is: "Annas licentie".
    const possessive = text.charAt(end) === 's' && isEdge(text, end + 1);
    if (isEdge(text, at) && (isEdge(text, end) || possessive)) return at;
  }
  return -1;
}

/** Two letters or figures of one word; Chinese is written without edges. */
const WITHIN = /^[[\p{L}\p{N}\p{M}]--\p{Script=Han}]{2}$/v;

/** "Ana" does not stand in "Anabel": that is somebody else. */
function isEdge(text: string, at: number): boolean {
  return !WITHIN.test(text.slice(Math.max(0, at - 1), at + 1));
}
