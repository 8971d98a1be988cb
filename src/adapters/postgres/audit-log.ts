import type { AuditEntry } from '../../core/audit.ts';
import type { AuditLog } from '../../core/ports.ts';
import { chainHead, sealed } from './audit-chain.ts';
import type { Connection, Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

/**
 * Adds entries to the chain inside somebody else's transaction. Call it last: from here to the commit, every other
 * writer of the audit waits.
 */
export async function appendAudit(tx: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const [row] = await tx.query('select seq, hash from farewell.audit_head for update');
  let head = chainHead.parse(row);
  for (const entry of entries) {
    const next = sealed(entry, head);
    await tx.query(
      `insert into farewell.audit (seq, at, event, request_id, actor, data, prev_hash, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        next.seq,
        next.at,
        next.event,
        next.requestId,
        next.actor && storedJson(next.actor),
        storedJson(next.data),
        next.prevHash,
        next.hash,
      ],
    );
    head = next;
  }
  await tx.query('update farewell.audit_head set seq = $1, hash = $2', [head.seq, head.hash]);
}

export function createPostgresAuditLog(database: Database): AuditLog {
  return {
    append: (entries) => database.transaction((tx) => appendAudit(tx, entries)),
  };
}
