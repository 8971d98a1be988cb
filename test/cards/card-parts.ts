export type Node = Record<string, unknown>;

/** Every object of a card, outermost first: elements, inlines, inputs and actions. */
export function partsOf(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(partsOf);
  if (typeof node !== 'object' || node === null) return [];
  return [node as Node, ...Object.values(node).flatMap(partsOf)];
}

/** The parts of one type: `Input.` and the like name a family. */
export function partsOfType(card: unknown, type: string): Node[] {
  return partsOf(card).filter(
    (part) => typeof part['type'] === 'string' && (part['type'] === type || part['type'].startsWith(`${type}.`)),
  );
}

/** What is written on a card, in reading order; the hidden parts too. */
export function wordsOf(card: unknown): string {
  return partsOf(card)
    .flatMap((part) => ['text', 'title', 'label'].map((name) => part[name]))
    .filter((text) => typeof text === 'string')
    .join('\n');
}
