import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { findPostgres, startPostgresServer } from '../../support/postgres-server.ts';

export interface RunningEngine {
  database: Database;
  /** Another process on the same database; only a server has room for one. */
  another(): Promise<Database>;
  stop(): Promise<void>;
}

export const serverIsAtHand = findPostgres() !== undefined;

async function embedded(): Promise<RunningEngine> {
  const database = await openDatabase({});
  const another = () => Promise.reject(new Error('an embedded database belongs to one process'));
  return { database, another, stop: () => database.close() };
}

/** Starts a server with an empty database and opens it. */
export async function startServerEngine(): Promise<RunningEngine> {
  const server = await startPostgresServer();
  const url = await server.newDatabase();
  const opened = [await openDatabase({ url })];
  return {
    database: opened[0]!,
    async another() {
      const database = await openDatabase({ url });
      opened.push(database);
      return database;
    },
    async stop() {
      for (const database of opened) await database.close();
      await server.stop();
    },
  };
}

/** Where every test of the adapter runs: nothing may be true on one of them only. */
export const engines = [
  { name: 'PGlite', start: embedded, skip: false },
  { name: 'a Postgres server', start: startServerEngine, skip: !serverIsAtHand },
];
