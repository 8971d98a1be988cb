const NAME_LENGTH = 80;

/** Marks that turn the reading direction round: in a name they could make a sentence of ours say something else. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const lineBreaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Cut to a length in characters as people count them; joined emoji and stacks of accents count by their size, too. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];
  const room = 1.5 * length;
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
