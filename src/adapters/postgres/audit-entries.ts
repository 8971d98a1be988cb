import { z } from 'zod';
import { link } from './audit-chain.ts';
import type { Connection } from './connection.ts';

/** An entry may hold the plan of a thousand people. */
const pageSize = 200;

/** An entry as it stands in the database, under whatever number, with the hash that was stored beside it. */
const storedEntry = link.extend({ seq: z.coerce.number(), hash: z.string() });
export type StoredEntry = z.infer<typeof storedEntry>;

export interface Span {
  /** Entries with a higher number than this. */
  after?: number;
  /** UTC, as `toISOString` writes it: from this moment on. */
  from?: string | undefined;
  /** UTC: before this moment. */
  to?: string | undefined;
}

/** Entries in the order of their numbers, a page at a time: a log of years does not fit into memory. */
export async function* auditEntries(connection: Connection, span: Span = {}): AsyncGenerator<StoredEntry> {
  let { after = 0 } = span;
  for (;;) {
    const page = await readPage(connection, { ...span, after });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Times are compared byte by byte: other collations skip the dashes and colons. */
async function readPage(connection: Connection, { after, from, to }: Span): Promise<StoredEntry[]> {
  const rows = await connection.query(
    `select seq, at, event, request_id as "requestId", actor, data, prev_hash as "prevHash", hash
     from farewell.audit
     where seq > $1
       and ($2::text is null or at collate "C" >= $2)
       and ($3::text is null or at collate "C" < $3)
     order by seq limit $4`,
    [after, from ?? null, to ?? null, pageSize],
  );
  return z.array(storedEntry).parse(rows);
}
