import type { Decision } from './decide.ts';
import type { Lexicon } from './lexicon.ts';
import type { Person } from './people.ts';
import { PRODUCT, USER } from './rules.ts';
import type { Scene } from './scene.ts';
import type { Token } from './token.ts';
import { ruleNames } from './vocabulary.ts';

/** What the engine found in a message before anything was decided, and what its rules decided. */
export interface Evidence {
  folded: string;
  scene: Scene;
  tokens: readonly Token[];
  people: readonly Person[];
  lexicon: Lexicon;
  languages: readonly string[];
  decision: Decision;
}

/** What a message says, as names of features: those of the rules, and those of its words. */
export interface Features {
  rules: string[];
  words: string[];
}

/** Long messages repeat themselves; what stands behind this many words changes no reading. */
const MOST_UNITS = 400;

/** Every rule is asked, so a long message is asked about its beginning only. */
const RULED = 200;

const UNIT = /[a-z0-9']+|[UP]|\p{Script=Han}|\p{Script=Bopomofo}|[^\s\p{L}\p{N}]/gu;

/** Classes whose words mean the same in every language, the first that fits. */
const MEANINGS = [
  'not',
  'remove',
  'removed',
  'removing',
  'removal',
  'removeSub',
  'removeStart',
  'licenceVerb',
  'licence',
  'unlicensed',
  'keep',
  'has',
  'all',
  'everyone',
  'assign',
  'swap',
  'close',
  'tenant',
  'account',
  'subscription',
  'data',
  'device',
  'fate',
  'asks',
  'but',
  'only',
  'so',
] as const;

export function featuresOf(evidence: Evidence): Features {
  return { rules: ruleFeatures(evidence), words: wordFeatures(evidence) };
}

export function allOf({ rules, words }: Features): string[] {
  return [...words, ...rules];
}

function ruleFeatures({ scene, lexicon, languages, decision }: Evidence): string[] {
  const text = scene.text.slice(0, RULED);
  const { kind, why } = decision;
  const fired = ruleNames.flatMap((name) => {
    const labels = lexicon.rules(name).filter(({ pattern }) => pattern.test(text));
    return labels.length === 0 ? [] : [`r:${name}`, `rk:${name}:${kind}`, ...labels.map(({ label }) => `l:${label}`)];
  });
  const reason = why.replace(/\[\d+\]$/u, '').replace(/^.*\./u, '');
  return [`k:${kind}`, `y:${why}`, `yk:${reason}:${kind}`, ...languages.map((own) => `kl:${kind}:${own}`), ...fired];
}

function wordFeatures({ scene, folded, tokens, people, lexicon, languages }: Evidence): string[] {
  const units = (scene.text.match(UNIT) ?? []).slice(0, MOST_UNITS);
  const raw = (folded.match(UNIT) ?? []).slice(0, MOST_UNITS);
  const meanings = meaningsOf(tokens, people, lexicon).slice(0, MOST_UNITS);
  const found = new Set<string>([
    'bias',
    ...languages.map((own) => `lang:${own}`),
    `users:${Math.min(3, scene.users.flat().length)}`,
    `products:${Math.min(3, scene.products.flat().length)}`,
    `sentences:${Math.min(4, scene.sentences.length)}`,
    `units:${Math.min(6, Math.floor(Math.log2(units.length + 1)))}`,
    ...grams(units, 'w', 4),
    ...grams(meanings, 'm', 4),
    ...grams(raw, 'f', 2),
    ...pieces(units),
    ...edges(units),
    ...scene.sentences.flat().flatMap(({ text }) => openings(text)),
  ]);
  return [...found];
}

/** Runs of up to `longest` units; four in a row only in Chinese, where a unit is a character. */
function grams(units: readonly string[], name: string, longest: number): string[] {
  return units.flatMap((_, at) =>
    Array.from({ length: Math.min(longest, units.length - at) }, (__, more) => units.slice(at, at + more + 1))
      .filter((run) => run.length < 4 || name === 'm' || run.every((unit) => unit.length === 1))
      .map((run) => `${name}:${run.join(' ')}`),
  );
}

/** Beginnings and ends of words: forms, compounds and typing errors that no list has. */
function pieces(units: readonly string[]): string[] {
  return units.flatMap((unit) => {
    if (unit.length < 4) return [];
    const marked = `<${unit}>`;
    return Array.from({ length: marked.length - 3 }, (_, at) => `c:${marked.slice(at, at + 4)}`);
  });
}

function edges(units: readonly string[]): string[] {
  return [
    `first:${units.slice(0, 1).join('')}`,
    `first2:${units.slice(0, 2).join(' ')}`,
    `last:${units.slice(-1).join('')}`,
    `last2:${units.slice(-2).join(' ')}`,
    `last3:${units.slice(-3).join(' ')}`,
    `whole:${units.slice(0, 6).join(' ')}${units.length > 6 ? '...' : ''}`,
  ];
}

/** How a clause begins tells an order from a report. */
function openings(clause: string): string[] {
  const units = clause.match(UNIT) ?? [];
  return [1, 2].filter((count) => units.length >= count).map((count) => `o:${units.slice(0, count).join(' ')}`);
}

/** The message as the meanings of its words, the same in every language. */
function meaningsOf(tokens: readonly Token[], people: readonly Person[], lexicon: Lexicon): string[] {
  return tokens.flatMap((token, at) => {
    const person = people.find(({ from, to }) => at >= from && at < to);
    if (person !== undefined) return person.from === at ? [USER] : [];
    if (token.product !== undefined) return tokens[at - 1]?.product === token.product ? [] : [PRODUCT];
    if (/^[?!.,:]$/u.test(token.word)) return [token.word];
    return MEANINGS.filter((name) => lexicon.has(name, token.word)).slice(0, 1);
  });
}
