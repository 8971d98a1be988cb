import pg from 'pg';
import type { Database, Report, Row, Transaction } from './connection.ts';
import { createTransactionScope } from './transaction-scope.ts';

/** Above the number of jobs one process works on at once: each of them holds one connection for its lock. */
const maxConnections = 20;

function onClient(client: pg.PoolClient): Transaction {
  return {
    query: async (text, values = []) => (await client.query<Row>(text, [...values])).rows,
    script: async (sql) => {
      await client.query(sql);
    },
  };
}

/** Lends one connection. Broken ones are thrown away; without a listener, a connection that breaks kills the process. */
async function withClient<T>(pool: pg.Pool, report: Report, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  function onError(error: Error): void {
    broken = true;
    report(error);
  }
  client.on('error', onError);
  try {
    return await work(client);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function inTransaction<T>(client: pg.PoolClient, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const value = await work(onClient(client));
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The lock belongs to the connection: it goes when the process dies, however it dies. */
async function locked<T>(client: pg.PoolClient, key: string, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
  try {
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined);
  }
}

export function connectToServer(url: string, report: Report): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'farewell',
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  pool.on('error', report);
  const scope = createTransactionScope();

  return {
    engine: { kind: 'server', url },
    report,
    async query(text, values = []) {
      scope.assertOutside();
      return (await pool.query<Row>(text, [...values])).rows;
    },
    async transaction(work) {
      scope.assertOutside();
      return withClient(pool, report, (client) => inTransaction(client, (tx) => scope.run(() => work(tx))));
    },
    async exclusively(key, work) {
      scope.assertOutside();
      return withClient(pool, report, (client) => locked(client, key, work));
    },
    close: () => pool.end(),
  };
}
