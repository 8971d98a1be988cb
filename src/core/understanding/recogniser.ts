import { createCatalog, type ProductName } from './catalog.ts';
import { decide, type Decision } from './decide.ts';
import { fold } from './fold.ts';
import type { AnyIntent, Kind } from './intent.ts';
import { languagesOf } from './languages.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { prepare } from './mentions.ts';
import { findPeople, type Person } from './people.ts';
import { markProducts } from './products.ts';
import { withoutQuotations } from './quotes.ts';
import { createScene } from './scene.ts';
import type { Token } from './token.ts';
import { tokenise, type Span } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Understanding = AnyIntent & {
  /** The rule that decided, for logs and tests. It never holds a word of the message. */
  why: string;
  /** The likeliest readings when the message allows more than one: ask instead of guessing. */
  alternatives?: Kind[];
};

export type Recogniser = (text: string, locale?: string) => Understanding;

export interface RecogniserSettings {
  vocabularies: readonly Vocabulary[];
  products: readonly ProductName[];
  botNames: readonly string[];
}

/** Nobody writes so much in one chat turn. A part of a message could mean the opposite of the whole, so none is read. */
const LONGEST = 2_000;

/** What a message asks for. Pure and deterministic; in doubt it is `none`, for a question must never become an order. */
export function createRecogniser({ vocabularies, products, botNames }: RecogniserSettings): Recogniser {
  const everything = createLexicon(vocabularies);
  const catalog = createCatalog(products);
  const names = botNames.map((name) => fold(name));
  const view = remembered((languages) => everything.within(new Set(languages.split(' '))));
  return (text, locale) => {
    if (text.length > LONGEST) return { kind: 'none', why: 'too-long' };
    const { folded, mentions } = prepare(text, names);
    const read = markProducts(tokenise(text, folded, mentions, everything), catalog, everything);
    const languages = [...languagesOf(read, locale, everything)].sort();
    const lexicon = languages.length === 0 ? everything : view(languages.join(' '));
    const tokens = withoutQuotations(read, lexicon);
    const people = findPeople(tokens, lexicon);
    const scene = createScene(tokens, people, lexicon);
    return answer(decide({ folded, scene, lexicon, everything }), { text, tokens, people });
  };
}

function remembered(create: (key: string) => Lexicon): (key: string) => Lexicon {
  const known = new Map<string, Lexicon>();
  return (key) => {
    const value = known.get(key) ?? create(key);
    known.set(key, value);
    return value;
  };
}

interface Source {
  text: string;
  tokens: readonly Token[];
  people: readonly Person[];
}

function answer({ kind, why, scope, list, ...decision }: Decision, { text, tokens, people }: Source): Understanding {
  const alternatives = decision.alternatives.length > 0 ? { alternatives: decision.alternatives } : {};
  if (kind === 'pending_requests') return { kind, why, ...(list && { list }) };
  if (kind !== 'remove_license' && kind !== 'list_licenses') return { kind, why, ...alternatives };
  const users = people.filter((_, id) => decision.users.includes(id));
  const products = decision.products.toSorted((one, other) => one - other).map((id) => spanOf(id, tokens));
  return { kind, users: cut(users, text), products: cut(products, text), scope, why, ...alternatives };
}

function spanOf(id: number, tokens: readonly Token[]): Span {
  const own = tokens.filter(({ product }) => product === id);
  return { start: Math.min(...own.map(({ start }) => start)), end: Math.max(...own.map(({ end }) => end)) };
}

function cut(spans: readonly Span[], text: string): string[] {
  return [...new Set(spans.map(({ start, end }) => text.slice(start, end)))];
}
