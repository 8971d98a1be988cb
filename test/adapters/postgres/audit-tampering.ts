import { hashOf } from '../../../src/adapters/postgres/audit-chain.ts';
import type { Link } from '../../../src/adapters/postgres/audit-chain.ts';
import { auditEntries } from '../../../src/adapters/postgres/audit-entries.ts';
import type { StoredEntry } from '../../../src/adapters/postgres/audit-entries.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';

/** What only the owner of the tables can do. */
export async function tamper(database: Database, sql: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.script('alter table farewell.audit disable trigger user');
    await tx.script(sql);
    await tx.script('alter table farewell.audit enable trigger user');
  });
}

export async function emptyChain(database: Database): Promise<void> {
  await tamper(database, 'truncate farewell.audit');
  await database.query(`update farewell.audit_head set seq = 0, hash = repeat('0', 64)`);
}

/** Takes entries off the end, so that the rest is a sound chain. */
export async function cutAfter(database: Database, seq: number): Promise<void> {
  await tamper(
    database,
    `delete from farewell.audit where seq > ${seq};
     update farewell.audit_head set seq = ${seq}, hash = (select hash from farewell.audit where seq = ${seq})`,
  );
}

/** Changes one entry and gives it a hash that fits. */
export async function forge(database: Database, seq: number, change: Partial<Link>): Promise<void> {
  const entry = (await entriesOf(database)).find((each) => each.seq === seq);
  if (!entry) throw new Error('no such entry');
  await store(database, [{ ...entry, ...change }]);
}

/** Changes one entry and writes every later one anew, so that the whole chain fits again. */
export async function rewriteFrom(database: Database, seq: number, change: Partial<Link>): Promise<void> {
  const entries = await entriesOf(database);
  let prevHash = entries.find((each) => each.seq === seq)?.prevHash ?? '';
  const rewritten = entries
    .filter((each) => each.seq >= seq)
    .map(({ seq: number, at, event, requestId, actor, data }) => {
      const content = { seq: number, at, event, requestId, actor, data, prevHash };
      const entry = { ...content, ...(number === seq ? change : {}) };
      prevHash = hashOf(entry);
      return entry;
    });
  await store(database, rewritten);
  await database.query('update farewell.audit_head set hash = $1', [prevHash]);
}

async function entriesOf(database: Database): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const entry of auditEntries(database)) entries.push(entry);
  return entries;
}

async function store(database: Database, entries: readonly Link[]): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.script('alter table farewell.audit disable trigger user');
    for (const { seq, at, event, requestId, actor, data, prevHash } of entries) {
      const content = { seq, at, event, requestId, actor, data, prevHash };
      await tx.query('update farewell.audit set at = $2, data = $3, prev_hash = $4, hash = $5 where seq = $1', [
        seq,
        at,
        JSON.stringify(data),
        prevHash,
        hashOf(content),
      ]);
    }
    await tx.script('alter table farewell.audit enable trigger user');
  });
}
