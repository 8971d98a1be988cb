import { chainHead } from './audit-chain.ts';
import type { ChainHead } from './audit-chain.ts';
import type { Database, Report } from './connection.ts';
import type { SignHead, SignedHead } from './signed-head.ts';
import { verifyAudit } from './verify-audit.ts';

export interface AuditHeads {
  /** Emits what is still to be emitted, and no more after that. Call it before the database is closed. */
  stop(): Promise<void>;
}

export interface AuditHeadsOptions {
  database: Database;
  sign: SignHead;
  /** Writes the head where the database's owner cannot reach it. */
  emit: (head: SignedHead) => void;
  report: Report;
  now: () => Date;
  everyMilliseconds?: number;
}

/**
 * Looks every few seconds whether the chain has grown, by whichever process, and emits its head, signed: once at the
 * start, then after each burst of entries. The shorter the interval, the fewer entries can vanish unseen.
 */
export function emitAuditHeads(options: AuditHeadsOptions): AuditHeads {
  const { database, report, everyMilliseconds = 5_000 } = options;
  const look = createLook(options);
  let turn = Promise.resolve();
  let waiting = false;

  function next(): Promise<void> {
    if (waiting) return turn;
    waiting = true;
    turn = turn
      .then(async () => {
        waiting = false;
        await look(await readHead(database));
      })
      .catch(report);
    return turn;
  }

  void next();
  const timer = setInterval(() => void next(), everyMilliseconds);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return next();
    },
  };
}

async function readHead(database: Database): Promise<ChainHead | undefined> {
  const [row] = await database.query('select seq, hash from farewell.audit_head');
  return row && chainHead.parse(row);
}

/**
 * A head is signed only when every entry since the last one fits. A chain that was cut or rewritten under the running
 * bot gets no new signature, and is reported once.
 */
function createLook({ database, sign, emit, report, now }: AuditHeadsOptions) {
  let signed: SignedHead | undefined;
  let refused: string | undefined;
  return async (head: ChainHead | undefined): Promise<void> => {
    if (head && isSame(head, signed)) return;
    const standing = JSON.stringify(head ?? null);
    if (standing === refused) return;
    const verdict = head && !signed ? { ok: true as const, ...head } : await verifyAudit(database, { since: signed });
    if (verdict.ok) {
      signed = sign(verdict, now());
      emit(signed);
      return;
    }
    refused = standing;
    const what = 'seq' in verdict ? `entry ${verdict.seq}: ${verdict.why}` : verdict.why;
    report(new Error(`the audit is not what was signed (${what}): run "npm run audit -- verify --head <log file>"`));
  };
}

function isSame(head: ChainHead, signed: SignedHead | undefined): boolean {
  return head.seq === signed?.seq && head.hash === signed.hash;
}
