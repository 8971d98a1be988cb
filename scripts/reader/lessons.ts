// The labelled messages, and what the network has to learn from each.
import type { Evidence } from '../../src/core/understanding/evidence.ts';
import { kinds, scopes } from '../../src/core/understanding/intent.ts';
import type { Lexicon } from '../../src/core/understanding/lexicon.ts';
import { endingOf, piecesOf, type Piece } from '../../src/core/understanding/mention-pieces.ts';
import { inputOf, type NetworkInput } from '../../src/core/understanding/network-input.ts';
import type { Recogniser } from '../../src/core/understanding/recogniser.ts';
import type { Labelled, Message } from '../labelled-messages.ts';
import { sequence } from './sequence.ts';
import { varied } from './varied.ts';

/** One message, as the training script wants it: numbers only. */
export interface Lesson extends Pick<Message, 'tuned'> {
  /** Which message it is a copy of; of each one is learnt at a time. */
  message: number;
  input: NetworkInput;
  kind: number;
  /** A tag for each piece; none where people and products are not labelled. */
  tags?: number[];
  /** For each piece whether a name leaves its ending behind there: 1 yes, 0 no, -1 not to be learnt. */
  leaves?: number[];
  /** -1 where there is none. */
  scope: number;
}

/** Of each removal and list so many copies about other people and products. */
const COPIES = 3;
const SEED = 5;

/** Lessons for all messages, one at a time. A label that does not stand in its message as a whole word is left out. */
export function* lessonsOf(messages: readonly Message[], { evidenceOf }: Recogniser): Generator<Lesson> {
  const random = sequence(SEED);
  const products = productsIn(messages);
  for (const [number, message] of messages.entries()) {
    const own = products.get(message.locale) ?? [];
    const copies = hasNames(message) ? Array.from({ length: COPIES }, () => varied(message, own, random)) : [];
    for (const copy of [message, ...copies]) {
      const lesson = lessonOf({ ...message, ...copy }, number, evidenceOf(copy.text, message.locale));
      if (lesson !== undefined) yield lesson;
    }
  }
}

function productsIn(messages: readonly Message[]): Map<string, string[]> {
  const byLocale = Map.groupBy(messages, ({ locale }) => locale);
  return new Map([...byLocale].map(([locale, own]) => [locale, [...new Set(own.flatMap((each) => each.products))]]));
}

function hasNames({ intent }: Labelled): boolean {
  return intent === 'remove_license' || intent === 'list_licenses';
}

function lessonOf(message: Message, number: number, evidence: Evidence): Lesson | undefined {
  const pieces = piecesOf(evidence);
  const names = hasNames(message) ? align(message, evidence, pieces) : {};
  if (names === undefined || pieces.length === 0) return undefined;
  const kind = kinds.indexOf(message.intent);
  const scope = message.scope === undefined ? -1 : scopes.indexOf(message.scope);
  return { message: number, tuned: message.tuned, input: inputOf(evidence, pieces), kind, scope, ...names };
}

/** A tag for each piece; undefined where a label does not stand in the message, or begins or ends inside a word. */
function align(
  { text, users, products }: Labelled,
  { lexicon }: Evidence,
  pieces: readonly Piece[],
): Required<Pick<Lesson, 'tags' | 'leaves'>> | undefined {
  const marked = { tags: pieces.map(() => 0), leaves: pieces.map(() => -1) };
  const labels = [...users.map((name) => ({ name, tag: 1 })), ...products.map((name) => ({ name, tag: 3 }))];
  for (const { name, tag } of labels.sort((one, other) => other.name.length - one.name.length)) {
    let found = false;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
      found = mark({ start: at, end: at + name.length, tag }, marked, pieces, lexicon) || found;
    if (!found) return undefined;
  }
  return marked;
}

/** Tags the pieces of one name, unless they belong to another one or the name ends inside a word. */
function mark(
  { start, end, tag }: { start: number; end: number; tag: number },
  { tags, leaves }: { tags: number[]; leaves: number[] },
  pieces: readonly Piece[],
  lexicon: Lexicon,
): boolean {
  const from = pieces.findIndex((piece) => piece.start === start);
  const last = pieces.findIndex((piece) => piece.end >= end);
  const piece = pieces[last];
  if (from < 0 || piece === undefined || tags.slice(from, last + 1).some((one) => one > 0)) return false;
  const ending = endingOf(piece.word, lexicon);
  const rest = piece.end - end;
  if (rest !== 0 && rest !== ending.length) return false;
  if (ending !== '') leaves[last] = rest > 0 ? 1 : 0;
  for (let one = from; one <= last; one += 1) tags[one] = one === from ? tag : tag + 1;
  return true;
}
