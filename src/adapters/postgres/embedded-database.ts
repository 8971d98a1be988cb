import { PGlite } from '@electric-sql/pglite';
import type { Database, Report, Row } from './connection.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { createTransactionScope } from './transaction-scope.ts';

type Exclusively = Database['exclusively'];

/** PGlite belongs to one process, so a queue of promises per key is lock enough. */
function createKeyedLock(): Exclusively {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(work);
    const tail = turn.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}

/** Postgres inside this process: in `dataDir`, or in memory without one. */
export async function openEmbedded(dataDir: string | undefined, report: Report): Promise<Database> {
  const unlock = dataDir === undefined ? undefined : await lockDataDir(dataDir);
  const pglite = await PGlite.create(dataDir === undefined ? {} : { dataDir });
  const scope = createTransactionScope();

  return {
    engine: { kind: 'embedded', pglite },
    report,
    async query(text, values = []) {
      scope.assertOutside();
      return (await pglite.query<Row>(text, [...values])).rows;
    },
    async transaction(work) {
      scope.assertOutside();
      return pglite.transaction((tx) =>
        scope.run(() =>
          work({
            query: async (text, values = []) => (await tx.query<Row>(text, [...values])).rows,
            script: async (sql) => {
              await tx.exec(sql);
            },
          }),
        ),
      );
    },
    exclusively: createKeyedLock(),
    async close() {
      await pglite.close();
      await unlock?.();
    },
  };
}
