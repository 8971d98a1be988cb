// How well the labelled messages in test/fixtures/utterances are understood: npm run bench:understanding
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { sampled, train, type Sample } from '../scripts/intent-training.ts';
import { trainingMessages } from '../scripts/labelled-messages.ts';
import { createUnderstanding } from '../src/understanding.ts';

interface Labelled {
  id: string;
  locale: string;
  text: string;
  intent: string;
  users: string[];
  products: string[];
  scope?: string;
}

const FOLDER = join(import.meta.dirname, '../test/fixtures/utterances');
const DESTRUCTIVE = ['remove_license', 'close_tenant', 'close_account'];

const FOLDS = 5;

const { understand } = createUnderstanding();

function read(file: string): Labelled[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Labelled);
}

function entities(found: Understanding | Labelled): string {
  const { users, products, scope } = { users: [], products: [], scope: 'listed', ...found };
  return JSON.stringify([users, products, scope]);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

interface Judged {
  row: Labelled;
  found: Understanding;
}

function measure(judged: readonly Judged[]): Record<string, string | number> {
  const right = judged.filter(({ row, found }) => row.intent === found.kind);
  const removals = judged.filter(({ row }) => row.intent === 'remove_license');
  const exact = removals.filter(({ row, found }) => row.intent === found.kind && entities(row) === entities(found));
  const started = judged.filter(({ row, found }) => DESTRUCTIVE.includes(found.kind) && row.intent !== found.kind);
  return {
    messages: judged.length,
    'intent right': share(right.length, judged.length),
    'removals exact': share(exact.length, removals.length),
    'false destructive starts': started.length,
  };
}

function confusions(rows: readonly Labelled[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const row of rows) {
    const line = (table[row.intent] ??= {});
    const { kind } = understand(row.text, row.locale);
    line[kind] = (line[kind] ?? 0) + 1;
  }
  return table;
}

/** The fold of a message that no rule was tuned on; the same message is never in two. */
function foldOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() % FOLDS;
}

/** What is understood of a message by weights that were trained without it. */
function crossValidated(rows: readonly Labelled[]): Judged[] {
  const samples = sampled(trainingMessages(), createUnderstanding(null));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const isOut = ({ tuned, text }: Sample): boolean => !tuned && foldOf(text) === fold;
    const without = createUnderstanding(train(samples.filter((sample) => !isOut(sample))));
    const out = rows.filter(({ text }) => foldOf(text) === fold);
    return out.map((row) => ({ row, found: without.understand(row.text, row.locale) }));
  }).flat();
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.jsonl'));
const rows = files.flatMap(read);
const table: Record<string, Record<string, string | number>> = {};
for (const file of files)
  for (const [locale, part] of Map.groupBy(read(file), (row) => row.locale))
    table[`${file.replace('.jsonl', '')} ${locale}`] = measure(
      part.map((row) => ({ row, found: understand(row.text, row.locale) })),
    );

const strangers = files.filter((file) => file.startsWith('train-')).flatMap(read);
const alone = createUnderstanding(null);
const folded = crossValidated(strangers);
const honest: typeof table = {};
for (const locale of new Set(strangers.map((row) => row.locale))) {
  const own = strangers.filter((row) => row.locale === locale);
  honest[`rules alone ${locale}`] = measure(own.map((row) => ({ row, found: alone.understand(row.text, row.locale) })));
  honest[`cross-validated ${locale}`] = measure(folded.filter(({ row }) => row.locale === locale));
}

const start = performance.now();
for (const row of rows) understand(row.text, row.locale);
const perThousand = (performance.now() - start) / (rows.length / 1_000);

/* eslint-disable no-console -- a bench prints */
console.log('train-*, dev and tune-* were learned from: their figures flatter.');
console.table(table);
console.log(`train-*, each message judged without having been learned from (${FOLDS} folds).`);
console.table(honest);
console.log('Rows: what it is; columns: what was understood.');
console.table(confusions(rows));
console.log(`${perThousand.toFixed(0)} ms for 1,000 messages`);
