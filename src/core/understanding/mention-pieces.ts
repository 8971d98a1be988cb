import type { Evidence } from './evidence.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './token.ts';

/** Whether a piece begins a name, goes on with it, or stands outside. */
type Part = 'B' | 'I' | '-';

/** What the tagger labels: a word, a mark, an address, or one Chinese character. */
export interface Piece {
  start: number;
  end: number;
  /** As written, folded. */
  word: string;
  token: Token;
  /** Where in its token a Chinese character stands: first, inside, last, or alone. */
  place: 'B' | 'M' | 'E' | 'S';
  person: Part;
  product: Part;
  /** The rules name this person or product as the one that is meant. */
  chosen: boolean;
  /** The rules see this name and mean others. */
  spared: boolean;
  /** The rules cut the ending of this word off the name: "Jaspers". */
  leaves: boolean;
  /** Only quoted, say the rules. */
  quoted: boolean;
}

export function piecesOf(source: Evidence): Piece[] {
  const kept = new Set(source.tokens.map(({ start }) => start));
  const parts = personParts(source);
  const chosen = new Set<number | undefined>(source.decision.products);
  let before: number | undefined;
  return source.pieces.flatMap((token) => {
    const goesOn = token.product === before;
    before = token.product;
    const product = token.product === undefined ? '-' : goesOn ? 'I' : 'B';
    const ofProduct = token.product !== undefined;
    const meant = chosen.has(token.product);
    return cut(token, source.folded).map((piece, at): Piece => {
      const { part, isChosen } = parts.get(piece.start) ?? { part: '-', isChosen: false };
      return {
        ...piece,
        token,
        person: part,
        product: product === 'B' && at > 0 ? 'I' : product,
        spared:
          isSpared(part !== '-', isChosen, source.decision.users) ||
          isSpared(ofProduct, meant, source.decision.products),
        chosen: isChosen || meant,
        leaves: part !== '-' && !parts.has(piece.end - 1),
        quoted: !kept.has(token.start),
      };
    });
  });
}

function isSpared(isName: boolean, isMeant: boolean, meant: readonly number[]): boolean {
  return isName && !isMeant && meant.length > 0;
}

/** A character that is a piece by itself; in other scripts words are. */
const PARTS =
  /[\p{Script=Han}\p{Script=Bopomofo}\p{Script=Hiragana}]|[^\p{Script=Han}\p{Script=Bopomofo}\p{Script=Hiragana}]+/gu;

function cut(token: Token, folded: string): Pick<Piece, 'start' | 'end' | 'word' | 'place'>[] {
  const { start, end } = token;
  if (token.kind === 'mention' || token.kind === 'upn') return [{ start, end, word: token.word, place: 'S' }];
  return [...folded.slice(start, end).matchAll(PARTS)].map(({ 0: word, index }) => {
    const [begins, ends] = [index === 0, start + index + word.length === end];
    const place = begins ? (ends ? 'S' : 'B') : ends ? 'E' : 'M';
    return { start: start + index, end: start + index + word.length, word, place };
  });
}

/** By the place in the message: which characters belong to somebody's name. */
function personParts({ people, decision }: Evidence): Map<number, { part: Part; isChosen: boolean }> {
  const parts = new Map<number, { part: Part; isChosen: boolean }>();
  for (const [id, { start, end }] of people.entries())
    for (let at = start; at < end; at += 1)
      parts.set(at, { part: at === start ? 'B' : 'I', isChosen: decision.users.includes(id) });
  return parts;
}

/** What the last word of a name may have to leave behind: "E3licentie", "Jaspers". */
export function endingOf(word: string, lexicon: Lexicon): string {
  for (let at = 1; at < word.length; at += 1) if (lexicon.has('licence', word.slice(at))) return word.slice(at);
  return word.length > 2 && word.endsWith('s') && !lexicon.has('namesInS', word) ? 's' : '';
}
