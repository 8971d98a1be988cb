import type { Lexicon } from './lexicon.ts';
import { firstMatch } from './match.ts';
import type { Token } from './token.ts';

interface Span {
  open: number;
  close: number;
}

/**
 * A quoted order is somebody else's words. It counts only when the sender hands it over ("can you do this?"); then the
 * rest does not. Quotation marks around a name or a product mean nothing.
 */
export function withoutQuotations(tokens: readonly Token[], lexicon: Lexicon): Token[] {
  const spans = quotations(tokens).filter((span) => isOrder(tokens.slice(span.open + 1, span.close), lexicon));
  if (spans.length === 0) return [...tokens];
  const inside = (at: number): boolean => spans.some(({ open, close }) => at >= open && at <= close);
  const rest = tokens.filter((_, at) => !inside(at));
  return isHandedOver(rest, lexicon) ? tokens.filter((_, at) => inside(at)) : rest;
}

function isHandedOver(rest: readonly Token[], lexicon: Lexicon): boolean {
  const text = textOf(rest);
  if (rest.every(({ kind }) => kind === 'mark')) return true;
  return firstMatch(lexicon, 'handover', text) !== undefined && firstMatch(lexicon, 'notMessage', text) === undefined;
}

/** Double marks in pairs, and single ones that do not stand inside a word. */
function quotations(tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  let open = -1;
  for (const [at, { kind, word, glued }] of tokens.entries()) {
    const isMark = kind === 'mark' && (word === '"' || (word === "'" && (open >= 0 || !glued)));
    if (isMark && open >= 0) spans.push({ open, close: at });
    if (isMark) open = open >= 0 ? -1 : at;
  }
  return spans;
}

function isOrder(tokens: readonly Token[], lexicon: Lexicon): boolean {
  const text = textOf(tokens);
  const acts = firstMatch(lexicon, 'order', text) !== undefined || lexicon.finds('{close}', text);
  const things = tokens.some(({ word, product }) => product !== undefined || lexicon.has('licence', word));
  return acts && things && tokens.length > 2;
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ word, glued }) => (glued ? word : ` ${word}`))
    .join('')
    .trim();
}
