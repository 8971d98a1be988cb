import { Template } from 'adaptivecards-templating';

/** A card ready to be sent: the Adaptive Card and the sentence for clients that cannot show it. */
export interface Card {
  content: Record<string, unknown>;
  /** The whole message of the card in words; also what a screen reader announces. */
  fallbackText: string;
}

/** Teams takes more today, older layers did not: Microsoft Teams, "Format your bot messages". */
export const CARD_SIZE_LIMIT = 28 * 1024;

/** What goes back to us or stands in an input: kept to the letter, clients show it without reading it. */
const keptAsItIs = new Set(['data', 'value']);

/** Clients turn `{{DATE(…)}}` into a date wherever text is shown; an invisible joiner between the braces stops that. */
function withoutDateFunctions(node: unknown): unknown {
  if (typeof node === 'string') return node.replaceAll(/\{(?=\{)/gu, '{\u2060');
  if (Array.isArray(node)) return node.map(withoutDateFunctions);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, keptAsItIs.has(name) ? value : withoutDateFunctions(value)]),
  );
}

/** Clients that cannot show the card show this text instead, and read Markdown in it. */
function asMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#~|]/gu, String.raw`\$&`);
}

/** `speak` may be SSML: without angle brackets there is no element in it. */
function asSpeech(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}

/** Fills a template. `data` may hold anything people wrote: templates put it into places that know no markup. */
export function fillCard(template: object, data: { fallbackText: string } & Record<string, unknown>): Card {
  const fallbackText = data.fallbackText.replaceAll(/\s+/gu, ' ').trim();
  const filled: unknown = new Template(template).expand({ $root: data });
  const content = withoutDateFunctions({
    ...(filled as Record<string, unknown>),
    fallbackText: asMarkdown(fallbackText),
    speak: asSpeech(fallbackText),
  }) as Record<string, unknown>;
  const size = Buffer.byteLength(JSON.stringify(content), 'utf8');
  if (size > CARD_SIZE_LIMIT) throw new Error(`a card of ${size} bytes is over the limit of ${CARD_SIZE_LIMIT}`);
  return { content, fallbackText };
}

/** Puts a part that several cards share in the place of the body element with this id. */
export function withPart(template: { body: readonly object[] }, id: string, part: readonly object[]): object {
  const body = template.body.flatMap((element) => ('id' in element && element.id === id ? part : [element]));
  return { ...template, body };
}
