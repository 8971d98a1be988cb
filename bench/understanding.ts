// How well the labelled messages in test/fixtures/utterances are understood: npm run bench:understanding
// With names of files only those, and all that begin so: npm run bench:understanding -- unseen sealed
import { labelledMessages, type Labelled } from '../scripts/labelled-messages.ts';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { createUnderstanding } from '../src/understanding.ts';

const DESTRUCTIVE = ['remove_license', 'close_tenant', 'close_account'];

interface Judged {
  row: Labelled;
  found: Understanding;
}

function entities(found: Understanding | Labelled): string {
  const { users, products, scope } = { users: [], products: [], scope: 'listed', ...found };
  return JSON.stringify([users, products, scope]);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
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

function confusions(judged: readonly Judged[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { row, found } of judged) {
    const line = (table[row.intent] ??= {});
    line[found.kind] = (line[found.kind] ?? 0) + 1;
  }
  return table;
}

const { understand } = createUnderstanding();
const alone = createUnderstanding(null);
const table: Record<string, Record<string, string | number>> = {};
const strangers: Judged[] = [];
let count = 0;
let milliseconds = 0;
const wanted = process.argv.slice(2);
for (const [file, rows] of labelledMessages()) {
  if (wanted.length > 0 && !wanted.some((name) => file.startsWith(name))) continue;
  const isStrange = /^(?:unseen|sealed)-/u.test(file);
  for (const [locale, own] of Map.groupBy(rows, (row) => row.locale)) {
    const start = performance.now();
    const judged = own.map((row) => ({ row, found: understand(row.text, row.locale) }));
    milliseconds += performance.now() - start;
    count += own.length;
    const name = file.endsWith(locale) ? file : `${file} ${locale}`;
    table[name] = measure(judged);
    if (!isStrange) continue;
    strangers.push(...judged);
    table[`${name}, rules alone`] = measure(own.map((row) => ({ row, found: alone.understand(row.text, row.locale) })));
  }
}

/* eslint-disable no-console -- a bench prints */
console.log('dev, tune-* and train-* were learned from: their figures flatter. unseen-* and sealed-* were not.');
console.table(table);
console.log('unseen-* and sealed-*. Rows: what it is; columns: what was understood.');
console.table(confusions(strangers));
console.log(`${((1_000 * milliseconds) / count).toFixed(0)} ms for 1,000 messages`);
