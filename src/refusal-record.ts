import type { AuditLog, Clock } from './core/ports.ts';
import type { Refusal } from './front-door/refusal.ts';

/** What somebody from outside tried, as opposed to what fails on our side or on the way. */
const suspicious = new Set<Refusal['answer']>(['unauthorized', 'forbidden', 'malformed', 'too-large']);

export interface RefusalRecord {
  note(refusal: Refusal): void;
  /** Writes what is counted and not yet written. */
  stop(): Promise<void>;
}

export interface RefusalRecordSettings {
  audit: AuditLog;
  clock: Pick<Clock, 'now'>;
  report: (error: unknown) => void;
  everyMilliseconds: number;
}

interface Count {
  count: number;
  since: string;
}

/**
 * Keeps what was refused at the front door in the audit. The first of a kind is written at once, more of it are counted
 * and written together: whoever knocks a million times fills a few lines, not the disk.
 */
export function recordRefusals({ audit, clock, report, everyMilliseconds }: RefusalRecordSettings): RefusalRecord {
  const counted = new Map<string, Count>();
  const seen = new Set<string>();
  let writing = Promise.resolve();

  function write(entries: [string, Count][]): void {
    const at = clock.now().toISOString();
    const lines = entries.map(([reason, count]) => ({
      at,
      event: 'activity-refused' as const,
      data: { reason, ...count },
    }));
    if (lines.length > 0) writing = writing.then(() => audit.append(lines)).catch(report);
  }

  function flush(): void {
    write([...counted]);
    const quiet = [...seen].filter((reason) => !counted.has(reason));
    for (const reason of quiet) seen.delete(reason);
    counted.clear();
  }

  const timer = setInterval(flush, everyMilliseconds).unref();
  return {
    note({ answer, reason }) {
      if (!suspicious.has(answer)) return;
      const since = clock.now().toISOString();
      if (seen.has(reason)) {
        const so = counted.get(reason) ?? { count: 0, since };
        counted.set(reason, { ...so, count: so.count + 1 });
        return;
      }
      seen.add(reason);
      write([[reason, { count: 1, since }]]);
    },
    stop() {
      clearInterval(timer);
      flush();
      return writing;
    },
  };
}
