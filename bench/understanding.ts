// How well the labelled messages in test/fixtures/utterances are understood: npm run bench:understanding
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
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

function measure(rows: readonly Labelled[]): Record<string, string | number> {
  const judged = rows.map((row) => ({ row, found: understand(row.text, row.locale) }));
  const right = judged.filter(({ row, found }) => row.intent === found.kind);
  const removals = judged.filter(({ row }) => row.intent === 'remove_license');
  const exact = removals.filter(({ row, found }) => row.intent === found.kind && entities(row) === entities(found));
  const started = judged.filter(({ row, found }) => DESTRUCTIVE.includes(found.kind) && row.intent !== found.kind);
  return {
    messages: rows.length,
    'intent right': share(right.length, rows.length),
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

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.jsonl'));
const rows = files.flatMap(read);
const table: Record<string, Record<string, string | number>> = {};
for (const file of files)
  for (const [locale, part] of Map.groupBy(read(file), (row) => row.locale))
    table[`${file.replace('.jsonl', '')} ${locale}`] = measure(part);

const start = performance.now();
for (const row of rows) understand(row.text, row.locale);
const perThousand = (performance.now() - start) / (rows.length / 1_000);

/* eslint-disable no-console -- a bench prints */
console.table(table);
console.log('Rows: what it is; columns: what was understood.');
console.table(confusions(rows));
console.log(`${perThousand.toFixed(0)} ms for 1,000 messages`);
