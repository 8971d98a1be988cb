import { chainHead, hashOf } from './audit-chain.ts';
import type { ChainHead } from './audit-chain.ts';
import { auditEntries } from './audit-entries.ts';
import type { StoredEntry } from './audit-entries.ts';
import type { Connection, Database } from './connection.ts';
import type { SignedHead } from './signed-head.ts';

type Flaw = 'altered' | 'missing' | 'reordered' | 'not-in-chain';

type Broken =
  /** `seq` is the first entry that is not what was written, is gone, stands elsewhere, or was never written by us. */
  | { ok: false; why: Flaw; seq: number }
  /** Nothing tells any more where the chain ends. */
  | { ok: false; why: 'no-end' }
  /** The chain fits, but is not the one that was signed: some entry after `soundTo`, up to `seq`, is another one. */
  | { ok: false; why: 'rewritten'; seq: number; soundTo: number; seen: SignedHead }
  /** The chain fits, but `seq` and the entries behind it are gone; `seen` is the last one that was signed. */
  | { ok: false; why: 'cut'; seq: number; seen: SignedHead };

export type AuditVerdict = { ok: true; seq: number; hash: string } | Broken;

export interface Known {
  /** Heads from the log whose signatures were checked. Without them, a new chain that fits is not found. */
  heads?: readonly SignedHead[];
  /** Entries up to this one were checked before: reading starts behind it. */
  since?: SignedHead | undefined;
}

interface Chain {
  tx: Connection;
  end: ChainHead;
  seen: Map<number, SignedHead[]>;
  newest: SignedHead | undefined;
}

/** Reads the chain as it stood at one moment, and names the first thing that is wrong with it. */
export async function verifyAudit(database: Database, { heads = [], since }: Known = {}): Promise<AuditVerdict> {
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [row] = await tx.query('select seq, hash from farewell.audit_head');
    if (row === undefined) return { ok: false, why: 'no-end' };
    const known = (since ? [...heads, since] : [...heads]).toSorted((a, b) => a.seq - b.seq);
    const seen = Map.groupBy(known, (head) => head.seq);
    const chain = { tx, end: chainHead.parse(row), seen, newest: known.at(-1) };
    return walk(chain, since ?? { seq: 0, hash: '0'.repeat(64) });
  });
}

async function walk(chain: Chain, start: ChainHead): Promise<AuditVerdict> {
  let reached = start;
  let soundTo = start.seq;
  for await (const entry of auditEntries(chain.tx, { after: start.seq })) {
    const flaw = await flawOf(chain, entry, reached);
    if (flaw) return { ok: false, ...flaw };
    const heads = chain.seen.get(entry.seq) ?? [];
    const other = heads.find((head) => head.hash !== entry.hash);
    if (other) return { ok: false, why: 'rewritten', seq: entry.seq, soundTo, seen: other };
    if (heads.length > 0) soundTo = entry.seq;
    reached = entry;
  }
  return (await flawAtEnd(chain, reached)) ?? { ok: true, seq: reached.seq, hash: reached.hash };
}

async function flawAtEnd(chain: Chain, reached: ChainHead): Promise<Broken | undefined> {
  const { end, newest } = chain;
  const last = Math.min(reached.seq, end.seq);
  if (newest && newest.seq > last) return { ok: false, why: 'cut', seq: last + 1, seen: newest };
  if (reached.seq < end.seq) return { ok: false, why: await whereabouts(chain, reached), seq: reached.seq + 1 };
  return reached.hash === end.hash ? undefined : { ok: false, why: 'altered', seq: end.seq };
}

async function flawOf(
  chain: Chain,
  entry: StoredEntry,
  before: ChainHead,
): Promise<{ why: Flaw; seq: number } | undefined> {
  const seq = before.seq + 1;
  if (before.seq === chain.end.seq) return { why: 'not-in-chain', seq: entry.seq };
  if (entry.seq !== seq) return { why: await whereabouts(chain, before), seq };
  const { hash, ...content } = entry;
  const inPlace = content.prevHash === before.hash;
  if (hashOf(content) !== hash) {
    const moved = !inPlace && wasMoved(entry, chain.end);
    return { why: moved ? await whereabouts(chain, before) : 'altered', seq };
  }
  // This one is as it was written, behind another entry than the one that stands there now: that one was exchanged.
  return inPlace ? undefined : { why: 'altered', seq: Math.max(before.seq, 1) };
}

/** What became of the entry that was written behind `before`: it has another number now, or it is gone. */
async function whereabouts({ tx }: Chain, before: ChainHead): Promise<Flaw> {
  const elsewhere = await tx.query('select seq from farewell.audit where prev_hash = $1 and seq <> $2 limit 1', [
    before.hash,
    before.seq + 1,
  ]);
  return elsewhere.length > 0 ? 'reordered' : 'missing';
}

/** Untouched but for its number. Nothing but trying tells which one it had; a thousand may be gone from the end. */
function wasMoved({ hash, ...content }: StoredEntry, end: ChainHead): boolean {
  for (let seq = 1; seq <= end.seq + 1000; seq += 1) if (hashOf({ ...content, seq }) === hash) return true;
  return false;
}
