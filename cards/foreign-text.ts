const NAME_LENGTH = 80;
const LONGEST_CLUSTER = 100;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Marks that turn the reading direction round: in a name they could make a sentence of ours say something else. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const lineBreaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Cut to a length in characters as people count them; joined emoji and stacks of accents count by their size, too. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = Math.floor(1.5 * length);
  // Only the beginning can be kept, and a name may be as long as somebody likes.
  const characters = [...graphemes.segment(text.slice(0, room + LONGEST_CLUSTER))];
  if (characters.length <= length && text.length <= room) return text;
  const kept = characters.filter(({ index, segment }, place) => place < length - 1 && index + segment.length <= room);
  const whole = kept.map((each) => each.segment).join('');
  return `${whole || text.slice(0, length - 1).toWellFormed()}…`;
}

/** A text from outside as one line of plain text: it cannot add lines of its own to a card, nor turn ours round. */
export function shownText(text: string, length: number): string {
  const line = text.replace(direction, '').replace(lineBreaks, ' ').trim();
  const shown = cut(line, length);
  return rightToLeft.test(shown) ? `${FIRST_STRONG_ISOLATE}${shown}${POP_ISOLATE}` : shown;
}

/** A name as cards show it. */
export function shownName(name: string): string {
  return shownText(name, NAME_LENGTH);
}

const ADDRESS_LENGTH = 254;
const UNBROKEN = /[^\s-]{28}(?=[^\s-])/gu;
const ZERO_WIDTH_SPACE = '\u200b';

/** An address or a domain, whole: it says whose account it is. One without end may break, or it runs off a phone. */
export function shownAddress(address: string): string {
  return shownText(address, ADDRESS_LENGTH).replace(UNBROKEN, `$&${ZERO_WIDTH_SPACE}`);
}
