import { z } from 'zod';
import type { StoredEntry } from '../adapters/postgres/audit-entries.ts';
import type { Format } from './arguments.ts';

const person = z.object({ tenantId: z.string(), userId: z.string() });

const columns = [
  'seq',
  'at',
  'event',
  'requestId',
  'actorTenantId',
  'actorUserId',
  'data',
  'prevHash',
  'hash',
] as const;

/** Entries as text, line by line. JSON keeps all that a hash covers, so an export can be checked without the database. */
export async function* entryLines(entries: AsyncIterable<StoredEntry>, format: Format): AsyncGenerator<string> {
  if (format === 'csv') yield record(columns);
  for await (const entry of entries) yield format === 'csv' ? csvRecord(entry) : `${JSON.stringify(entry)}\n`;
}

function csvRecord({ actor, data, ...entry }: StoredEntry): string {
  const who = person.safeParse(actor).data;
  const cells = {
    ...entry,
    actorTenantId: who?.tenantId ?? '',
    actorUserId: who?.userId ?? '',
    data: JSON.stringify(data),
  };
  return record(columns.map((name) => String(cells[name] ?? '')));
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
function record(cells: readonly string[]): string {
  const written = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${written.join(',')}\r\n`;
}
