import { createCatalog, type ProductName } from './catalog.ts';
import { decide, type Decision } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import type { Intent, Kind, Scope } from './intent.ts';
import { languagesOf } from './languages.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { piecesOf } from './mention-pieces.ts';
import { mentionsOf, type Mentions } from './mention-reading.ts';
import { prepare } from './mentions.ts';
import { inputOf } from './network-input.ts';
import { createNetwork, type NetworkWeights } from './network.ts';
import { findPeople } from './people.ts';
import { markProducts } from './products.ts';
import { withoutQuotations } from './quotes.ts';
import { createScene } from './scene.ts';
import { weigh } from './second-opinion.ts';
import type { Token } from './token.ts';
import { tokenise, type Span } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Understanding = Intent & {
  /** The rule that decided, or the model over it, for logs and tests. It never holds a word of the message. */
  why: string;
  /** The likeliest readings when the message allows more than one: ask instead of guessing. */
  alternatives?: Kind[];
  /** With alternatives: who and what it would be about. */
  about?: { users: string[]; products: string[]; scope: Scope };
};

export interface Recogniser {
  /** What a message asks for. Pure and deterministic; in doubt `none`, for a question must never become an order. */
  understand: (text: string, locale?: string) => Understanding;
  /** What the engine finds in a message and what its rules decide: what the network is trained on. */
  evidenceOf: (text: string, locale?: string) => Evidence;
}

export interface RecogniserSettings {
  vocabularies: readonly Vocabulary[];
  products: readonly ProductName[];
  botNames: readonly string[];
  /** Of the network; without them the rules decide alone. */
  weights?: NetworkWeights;
}

/** Nobody writes so much in one chat turn. A part of a message could mean the opposite of the whole, so none is read. */
const LONGEST = 2_000;

/** Marks and pictures alone say nothing that could be learned. */
const WRITTEN = /[\p{L}\p{N}]/u;

export function createRecogniser(settings: RecogniserSettings): Recogniser {
  const { vocabularies, products, botNames, weights } = settings;
  const everything = createLexicon(vocabularies);
  const catalog = createCatalog(products);
  const network = weights && createNetwork(weights);
  const names = botNames.map((name) => fold(name));
  const view = remembered((languages) => everything.within(new Set(languages.split(' '))));
  const read = (text: string): Read => {
    const { folded, mentions } = prepare(text, names);
    return { folded, pieces: markProducts(tokenise(text, folded, mentions, everything), catalog, everything) };
  };
  const evidenceOf = (text: string, locale?: string): Evidence => {
    const { folded, pieces } = read(text);
    const languages = [...languagesOf(pieces, locale, everything)].sort();
    const lexicon = languages.length === 0 ? everything : view(languages.join(' '));
    const tokens = withoutQuotations(pieces, lexicon);
    const people = findPeople(tokens, lexicon);
    const scene = createScene(tokens, people, lexicon);
    const decision = decide({ folded, scene, lexicon, everything });
    return { text, folded, pieces, scene, tokens, people, lexicon, languages, decision };
  };
  const understand = (text: string, locale?: string): Understanding => {
    if (text.length > LONGEST) return { kind: 'none', why: 'too-long' };
    const evidence = evidenceOf(text, locale);
    if (network === undefined || !WRITTEN.test(text)) return answer(evidence.decision, namedBy(evidence));
    const pieces = piecesOf(evidence);
    const reading = network(inputOf(evidence, pieces));
    const decision = weigh(evidence, reading.kinds);
    return answer(decision, namedBy({ ...evidence, decision }), mentionsOf(evidence, pieces, reading));
  };
  return { understand, evidenceOf: (text, locale) => evidenceOf(text.slice(0, LONGEST), locale) };
}

interface Read {
  folded: string;
  pieces: Token[];
}

function remembered(create: (key: string) => Lexicon): (key: string) => Lexicon {
  const known = new Map<string, Lexicon>();
  return (key) => {
    const value = known.get(key) ?? create(key);
    known.set(key, value);
    return value;
  };
}

/** `named` are those the rules name; `read` is what the network makes of a removal or a list. */
function answer(decision: Decision, named: Names, read?: Mentions): Understanding {
  const { kind, why, scope, list, alternatives } = decision;
  const meant = read ?? { ...named, scope };
  const doubt = alternatives.length > 0 ? { alternatives, about: meant } : {};
  if (kind === 'pending_requests') return { kind, why, ...(list && { list }), ...doubt };
  if (kind === 'license_impact') return { kind, ...named, why, ...doubt };
  if (kind !== 'remove_license' && kind !== 'list_licenses') return { kind, why, ...doubt };
  return { kind, ...meant, why, ...doubt };
}

interface Names {
  users: string[];
  products: string[];
}

function namedBy({ text, tokens, people, decision }: Evidence): Names {
  const persons = people.filter((_, id) => decision.users.includes(id));
  const spans = decision.products.toSorted((one, other) => one - other).map((id) => spanOf(id, tokens));
  return { users: cut(persons, text), products: cut(spans, text) };
}

function spanOf(id: number, tokens: readonly Token[]): Span {
  const own = tokens.filter(({ product }) => product === id);
  return { start: Math.min(...own.map(({ start }) => start)), end: Math.max(...own.map(({ end }) => end)) };
}

function cut(spans: readonly Span[], text: string): string[] {
  const byName = new Map<string, string>();
  for (const name of spans.map(({ start, end }) => text.slice(start, end)))
    if (!byName.has(fold(name))) byName.set(fold(name), name);
  return [...byName.values()];
}
