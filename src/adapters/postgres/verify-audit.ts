import { z } from 'zod';
import { chainHead, hashOf, link } from './audit-chain.ts';
import type { ChainHead } from './audit-chain.ts';
import type { Connection, Database } from './connection.ts';

const pageSize = 1000;

const storedLink = link.extend({ hash: z.string() });
type StoredLink = z.infer<typeof storedLink>;

type Flaw = 'altered' | 'missing' | 'not-in-chain';

/** `seq` is the last entry of a sound chain, or the first one that is not what was written or is missing. */
export type AuditVerdict = { ok: true; seq: number; hash: string } | { ok: false; seq: number; why: Flaw };

/**
 * Reads the whole chain. Somebody who owns the database can write a new chain that fits: compare the hash of the answer
 * with one that was noted elsewhere.
 */
export async function verifyAudit(database: Database): Promise<AuditVerdict> {
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const head = chainHead.parse((await tx.query('select seq, hash from farewell.audit_head'))[0]);
    let reached: ChainHead = { seq: 0, hash: '0'.repeat(64) };
    for (let page = await readPage(tx, 0); page.length > 0; page = await readPage(tx, reached.seq)) {
      for (const entry of page) {
        const why = flaw(entry, reached, head);
        if (why) return { ok: false, seq: reached.seq + 1, why };
        reached = entry;
      }
    }
    if (reached.seq < head.seq) return { ok: false, seq: reached.seq + 1, why: 'missing' };
    return reached.hash === head.hash ? { ok: true, ...head } : { ok: false, seq: head.seq, why: 'altered' };
  });
}

async function readPage(tx: Connection, after: number): Promise<StoredLink[]> {
  const rows = await tx.query(
    `select seq, at, event, request_id as "requestId", actor, data, prev_hash as "prevHash", hash
     from farewell.audit where seq > $1 order by seq limit $2`,
    [after, pageSize],
  );
  return z.array(storedLink).parse(rows);
}

function flaw(entry: StoredLink, before: ChainHead, head: ChainHead): Flaw | undefined {
  if (entry.seq > head.seq) return before.seq < head.seq ? 'missing' : 'not-in-chain';
  if (entry.seq !== before.seq + 1) return 'missing';
  const { hash, ...content } = entry;
  if (hashOf(content) !== hash) return 'altered';
  return content.prevHash === before.hash ? undefined : 'not-in-chain';
}
