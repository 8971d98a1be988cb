import type { PGlite } from '@electric-sql/pglite';

export type Row = Record<string, unknown>;

/** Somewhere to send one statement. Rows are unknown until a schema has read them. */
export interface Connection {
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Connection {
  /** Runs several statements without values: migrations only. */
  script(sql: string): Promise<void>;
}

/** What the queue needs to know, because pg-boss brings its own connections. */
export type Engine = { kind: 'server'; url: string } | { kind: 'embedded'; pglite: PGlite };

export type Report = (error: unknown) => void;

/** One Postgres, on a server or in this process. The same SQL runs on both. */
export interface Database extends Connection {
  readonly engine: Engine;
  /** Receives what fails in the background, where nobody awaits it: a lost connection, a failed job. */
  readonly report: Report;
  /** Commits what `work` wrote, or nothing of it. Inside `work`, only `tx` may be used: anything else throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** At most one `work` per key at a time, over every process on this database. The others wait. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
