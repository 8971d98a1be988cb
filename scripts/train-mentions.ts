// Trains the tagger of people and products on the labelled messages: npm run train:mentions
// With --judge it measures instead: each message by weights that were trained without it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MentionWeights } from '../src/core/understanding/mention-model.ts';
import type { MentionSource } from '../src/core/understanding/mention-pieces.ts';
import { mentionsOf, type Mentions } from '../src/core/understanding/mention-reading.ts';
import { createUnderstanding } from '../src/understanding.ts';
import { digestOf, exampleOf, readLabelled, type Example, type Labelled } from './mentions/examples.ts';
import { varied } from './mentions/varied.ts';
import { sequence, train } from './mentions/perceptron.ts';

const FOLDS = 5;
const { mentionSource } = createUnderstanding();
const rows = readLabelled();
const random = sequence(11);
/** Each message is learnt once as it is, and so often about other people. */
const COPIES = 2;

interface Lesson {
  row: Labelled;
  source: MentionSource;
  fold: number;
  examples: Example[];
}

const productsIn = new Map(
  [...Map.groupBy(rows, ({ locale }) => locale)].map(([locale, own]) => [
    locale,
    [...new Set(own.flatMap(({ products }) => products))],
  ]),
);
const foldOf = new Map<string, number>();
const lessons = rows.map((row): Lesson => {
  const fold = foldOf.get(row.text) ?? foldOf.size % FOLDS;
  foldOf.set(row.text, fold);
  const copies = [row, ...Array.from({ length: COPIES }, () => varied(row, productsIn.get(row.locale)!, random))];
  const examples = copies.flatMap((copy) => {
    // The rules were made from the known messages and look too good there: half of the time they stay hidden.
    const rules = !row.known || random() < 0.5;
    return exampleOf(copy, mentionSource(copy.text, copy.locale), { kind: copy.intent, rules }) ?? [];
  });
  return { row, source: mentionSource(row.text, row.locale), fold, examples };
});

function isExact(found: Mentions, { users, products, scope }: Labelled): boolean {
  const one = JSON.stringify([found.users, found.products, found.scope]);
  return one === JSON.stringify([users, products, scope]);
}

console.log(`${rows.length} messages, ${lessons.filter(({ examples }) => examples.length === 0).length} unusable`);
if (process.argv.includes('--judge')) judge();

interface Judged extends Pick<Lesson, 'row' | 'source'> {
  found: Mentions;
}

function judge(): void {
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const weights = train(lessons.flatMap((lesson) => (lesson.fold === fold ? [] : lesson.examples)));
    const own = lessons.filter((lesson) => lesson.fold === fold);
    return own.map(({ row, source }): Judged => {
      return { row, source, found: mentionsOf(source, weights, { kind: row.intent, rules: true }) };
    });
  }).flat();
  const groups = Map.groupBy(judged, ({ row }) => `${row.known ? 'known' : 'new'} ${row.intent} ${row.locale}`);
  console.table(Object.fromEntries([...groups].map(([name, own]) => [name, sharesOf(own)])));
  if (!process.argv.includes('--show')) return;
  for (const { row, found } of judged)
    if (!row.known && !isExact(found, row)) {
      console.log(row.locale, row.intent, JSON.stringify(row.text));
      console.log('  label', row.users, row.products, row.scope);
      console.log('  found', found.users, found.products, found.scope);
    }
}

function sharesOf(judged: readonly Judged[]): Record<string, string | number> {
  const share = (right: (one: Judged) => boolean): string =>
    ((100 * judged.filter(right).length) / judged.length).toFixed(1);
  const same = (one: string[], other: string[]): boolean => JSON.stringify(one) === JSON.stringify(other);
  return {
    messages: judged.length,
    'kind by rules': share(({ row, source }) => source.decision.kind === row.intent),
    'exact by rules': share(({ row, source }) => source.decision.kind === row.intent && isExact(byRules(source), row)),
    exact: share(({ row, found }) => isExact(found, row)),
    users: share(({ row, found }) => same(row.users, found.users)),
    products: share(({ row, found }) => same(row.products, found.products)),
    scope: share(({ row, found }) => row.scope === found.scope),
  };
}

function byRules({ text, people, tokens, decision }: MentionSource): Mentions {
  const cut = (names: string[]): string[] => [...new Set(names)];
  const users = people.filter((_, id) => decision.users.includes(id)).map(({ start, end }) => text.slice(start, end));
  const products = decision.products
    .toSorted((one, other) => one - other)
    .map((id) => tokens.filter(({ product }) => product === id))
    .map((own) => text.slice(own.at(0)!.start, own.at(-1)!.end));
  return { users: cut(users), products: cut(products), scope: decision.scope };
}

function stored({ table, steps }: MentionWeights): string {
  const weights = Array.from({ length: table.length }, (_, at) => Number(table[at]));
  const sizes = weights
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((one, other) => one - other);
  const scale = 127 / sizes[Math.floor(sizes.length * 0.9995)]!;
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))));
  const scaled = steps.map((row) => row.map((weight) => Math.round(weight * scale)));
  return JSON.stringify({ digest: digestOf(rows), steps: scaled, table: Buffer.from(bytes.buffer).toString('base64') });
}

if (!process.argv.includes('--judge')) {
  const weights = train(lessons.flatMap(({ examples }) => examples));
  writeFileSync(join(import.meta.dirname, '../src/core/understanding/mention-weights.json'), `${stored(weights)}\n`);
}
