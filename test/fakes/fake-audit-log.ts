import type { AuditEntry } from '../../src/core/audit.ts';
import type { AuditLog } from '../../src/core/ports.ts';
import { Calls } from './calls.ts';

/** Keeps entries in order. FakeRequestStore writes to the same log. */
export class FakeAuditLog implements AuditLog {
  readonly calls = new Calls<'append'>();
  readonly entries: AuditEntry[] = [];

  async append(entries: readonly AuditEntry[]): Promise<void> {
    this.calls.note('append', entries);
    this.entries.push(...structuredClone(entries));
  }

  /** The names of what happened, oldest first. */
  get events(): AuditEntry['event'][] {
    return this.entries.map((entry) => entry.event);
  }
}
