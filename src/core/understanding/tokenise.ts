import { segment } from './han.ts';
import type { Lexicon } from './lexicon.ts';
import { correct } from './spelling.ts';
import type { Token } from './token.ts';

/** The order matters: an address contains words, a domain contains full stops. */
const PIECES = new RegExp(
  [
    String.raw`(?<upn>(?!\p{Script=Han})[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{N}._%+'-])*@[a-z\d-]+(?:\.[a-z\d-]+)+)`,
    String.raw`(?<number>[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|net|org|nl|cn|tw|eu|io|edu|gov|de|be|uk|hk)(?![\p{L}\d])|\d+(?![\p{Script=Latin}\d_]))`,
    String.raw`(?<sku>[a-z0-9]+(?:_[a-z0-9]+)+)`,
    String.raw`(?<han>[\p{Script=Han}\p{Script=Bopomofo}〇]+)`,
    String.raw`(?<word>[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])*(?:'(?!\p{Script=Han})\p{L}+)*)`,
    String.raw`(?<mark>\S|\n)`,
  ].join('|'),
  'gu',
);

const SUFFIX = /'(?:s|d|ll|re|ve|m)$/u;

export interface Span {
  start: number;
  end: number;
}

/** The message in pieces. `folded` and `text` have the same length. */
export function tokenise(text: string, folded: string, mentions: readonly Span[], lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const { start, end } of mentions) {
    tokens.push(
      ...between(folded, { start: at, end: start }, lexicon),
      plain('mention', start, folded.slice(start, end)),
    );
    at = end;
  }
  tokens.push(...between(folded, { start: at, end: folded.length }, lexicon));
  // In a message all in capitals a capital says nothing.
  const shouted = !/\p{Ll}/u.test(text);
  let end = -1;
  return tokens.map((token) => {
    const glued = token.start === end;
    end = token.end;
    const written = text.slice(token.start, token.end);
    const stressed =
      /^\p{Lu}{2,}$/u.test(written) && lexicon.knows(token.word) && !lexicon.has('firstName', token.word);
    return { ...token, glued, capital: token.capital || (!shouted && !stressed && /^\p{Lu}/u.test(written)) };
  });
}

function between(folded: string, { start, end }: Span, lexicon: Lexicon): Token[] {
  return [...folded.slice(start, end).matchAll(PIECES)].flatMap((match) => {
    const kinds = { ...match.groups };
    const at = start + match.index;
    if (kinds['han'] !== undefined) return hanTokens(match[0], at, lexicon);
    if (kinds['word'] !== undefined || kinds['sku'] !== undefined) return wordTokens(match[0], at, lexicon);
    const kind = kinds['upn'] === undefined ? (kinds['mark'] === undefined ? 'number' : 'mark') : 'upn';
    return [plain(kind, at, match[0])];
  });
}

function hanTokens(run: string, start: number, lexicon: Lexicon): Token[] {
  let at = start;
  return segment(run, lexicon).map(({ text, kind }) => {
    const token = { ...plain('han', at, text), capital: kind === 'name', unknown: kind !== 'listed' };
    at = token.end;
    return token;
  });
}

/** "Ana's" is two tokens, "who's" as well; what is in no list may be a typing error, or a name. */
function wordTokens(piece: string, start: number, lexicon: Lexicon): Token[] {
  const suffix = lexicon.knows(piece) ? '' : (SUFFIX.exec(piece)?.[0] ?? '');
  const stem = piece.slice(0, piece.length - suffix.length);
  const meant = lexicon.knows(stem) ? stem : correct(stem, lexicon.words('spell'));
  const token = { ...plain('word', start, stem), word: meant ?? stem, unknown: meant === undefined };
  return suffix === '' ? [token] : [token, plain('word', token.end, suffix)];
}

function plain(kind: Token['kind'], start: number, word: string): Token {
  return { kind, start, end: start + word.length, word, capital: kind === 'mention', glued: false, unknown: false };
}
