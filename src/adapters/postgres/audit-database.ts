import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from './connection.ts';
import { openEmbedded } from './embedded-database.ts';
import { connectToServer } from './server-database.ts';

/** Where the audit is: a server's `postgres://…`, or the directory of an embedded database. */
export type AuditPlace = { kind: 'postgres'; url: string } | { kind: 'pglite'; directory: string };

/** Opens the database as it is. Nothing is migrated, so a role that may only read is enough. */
export async function openAuditDatabase(place: AuditPlace): Promise<Database> {
  const report = (): void => undefined;
  if (place.kind === 'postgres') return connectToServer(place.url, report);
  const { directory } = place;
  // Opening an embedded database would make one: an empty audit is sound, and here it would be a lie.
  if (!existsSync(join(directory, 'PG_VERSION'))) throw new Error(`there is no database in ${directory}`);
  return openEmbedded(directory, report);
}

const failure = z.object({ code: z.string() });

const knownFailures: Partial<Record<string, string>> = {
  '3F000': 'Farewell has never run on this database',
  '42P01': 'Farewell has never run on this database',
  '42501': 'this role may not read it; docs/audit.md has the rights it needs',
  '28P01': 'the password is wrong',
};

/** One line about why the audit could not be read; never the database's address, which holds a password. */
export function describeFailure(error: unknown): string {
  if (error instanceof z.ZodError) return 'it holds something that Farewell never writes';
  const code = failure.safeParse(error).data?.code;
  const known = code === undefined ? undefined : knownFailures[code];
  if (known !== undefined) return known;
  const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
  return line === '' ? `the database does not answer (${code ?? 'no reason given'})` : line;
}
