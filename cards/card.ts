import { Template } from 'adaptivecards-templating';

/** A card ready to be sent: the Adaptive Card and the sentence for clients that cannot show it. */
export interface Card {
  content: Record<string, unknown>;
  /** The whole message of the card in words; also what a screen reader announces. */
  fallbackText: string;
}

/** Teams takes more today, older layers did not: Microsoft Teams, "Format your bot messages". */
export const CARD_SIZE_LIMIT = 28 * 1024;

/** Fills a template. `data` may hold anything people wrote: templates put it into places that know no markup. */
export function fillCard(template: object, data: { fallbackText: string } & Record<string, unknown>): Card {
  const content: unknown = new Template(template).expand({ $root: data });
  const card = { ...(content as Record<string, unknown>), fallbackText: data.fallbackText, speak: data.fallbackText };
  const size = Buffer.byteLength(JSON.stringify(card), 'utf8');
  if (size > CARD_SIZE_LIMIT) throw new Error(`a card of ${size} bytes is over the limit of ${CARD_SIZE_LIMIT}`);
  return { content: card, fallbackText: data.fallbackText };
}

/** A text from outside, cut to a length that keeps a card readable. */
export function cut(text: string, length: number): string {
  const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];
  if (characters.length <= length) return text;
  return `${characters
    .slice(0, length - 1)
    .map((each) => each.segment)
    .join('')}…`;
}
