import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createPostgresAuditLog } from '../../../src/adapters/postgres/audit-log.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createQueue } from '../../../src/adapters/postgres/queue.ts';
import type { Queue, QueueOptions } from '../../../src/adapters/postgres/queue.ts';
import { createPostgresRequestStore } from '../../../src/adapters/postgres/request-store.ts';
import { verifyAudit } from '../../../src/adapters/postgres/verify-audit.ts';
import type { RequestId } from '../../../src/core/identity.ts';
import type { FollowUpHandlers } from '../../../src/core/ports.ts';
import type { Request } from '../../../src/core/request.ts';
import { nothing, sampleEntry, sampleRequest } from '../../contracts/samples.ts';
import { startPostgresServer } from '../../support/postgres-server.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { serverIsAtHand } from './engines.ts';
import { gate } from './gate.ts';

test.runIf(process.env['CI'] === 'true')('in CI there is a Postgres server to test on', () => {
  expect(serverIsAtHand).toBe(true);
});

const ignore: FollowUpHandlers = {
  show: async () => {},
  execute: async () => {},
  expire: async () => {},
  nudge: async () => {},
};

describe.skipIf(!serverIsAtHand)('two instances on one server', () => {
  let server: PostgresServer;
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await startPostgresServer();
  }, 60_000);
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
    await server.stop();
  });

  async function instance(url: string, options: QueueOptions = {}) {
    const database = await openDatabase({ url });
    const queue = await createQueue(database, options);
    closers.push(
      () => database.close(),
      () => queue.stop(),
    );
    const store = createPostgresRequestStore(database, queue);
    return { database, queue, store, audit: createPostgresAuditLog(database) };
  }

  async function two() {
    const url = await server.newDatabase();
    return Promise.all([instance(url), instance(url)]);
  }

  test('both may create the tables at the same moment', async () => {
    const url = await server.newDatabase();
    const instances = await Promise.all(Array.from({ length: 4 }, () => instance(url)));
    for (const { database } of instances) expect(await verifyAudit(database)).toMatchObject({ ok: true });
  });

  test('when two approvers decide in the same second, exactly one decision stands', async () => {
    const [a, b] = await two();
    for (let round = 0; round < 20; round += 1) {
      const request = sampleRequest();
      await a.store.create(request, nothing);
      const approved: Request = { ...request, state: 'approved', version: 2 };
      const denied: Request = { ...request, state: 'denied', version: 2 };
      const change = { audit: [sampleEntry(request, 'decision-made')], followUps: [] };
      const answers = await Promise.all([
        a.store.move(request, approved, change),
        b.store.move(request, denied, change),
      ]);
      expect(answers.toSorted()).toEqual(['conflict', 'moved']);
      const stored = await b.store.find(request.id);
      expect(stored).toEqual(answers[0] === 'moved' ? approved : denied);
    }
    expect(await verifyAudit(a.database)).toMatchObject({ ok: true, seq: 20 });
  });

  test('entries from both make one chain', async () => {
    const [a, b] = await two();
    const request = sampleRequest();
    const writes = Array.from({ length: 100 }, (_, n) => (n % 2 ? a : b).audit.append([sampleEntry(request)]));
    await Promise.all(writes);
    expect(await verifyAudit(b.database)).toMatchObject({ ok: true, seq: 100 });
  });

  test('what one stores, the other does, and never both at once for one request', async () => {
    const [a, b] = await two();
    const requests = Array.from({ length: 5 }, () => sampleRequest());
    const running = new Map<RequestId, number>();
    let most = 0;
    let count = 0;
    const done = gate();
    async function show(id: RequestId): Promise<void> {
      const now = (running.get(id) ?? 0) + 1;
      running.set(id, now);
      most = Math.max(most, now);
      await a.database.query('select 1');
      running.set(id, now - 1);
      count += 1;
      if (count === 100) done.resolve();
    }
    const jobs = requests.map(({ id }) => ({ kind: 'show', requestId: id }) as const);
    for (const each of [a, b]) await each.queue.work({ ...ignore, show });
    for (let round = 0; round < 20; round += 1) {
      await (round % 2 ? a : b).database.transaction((tx) => (round % 2 ? a : b).queue.enqueue(tx, jobs));
    }
    await done.promise;
    expect(most).toBe(1);
  }, 60_000);

  test('a worker that was given up for dead and is not keeps the one that takes over waiting', async () => {
    const url = await server.newDatabase();
    const [a, b] = [await instance(url), await instance(url, { superviseSeconds: 1 })];
    const { id } = sampleRequest();
    const [began, free, over] = [gate(), gate(), gate()];
    const log: string[] = [];
    async function execute(): Promise<void> {
      log.push('begins');
      began.resolve();
      await free.promise;
      log.push('ends');
      if (log.length === 4) over.resolve();
    }
    for (const each of [a, b]) await each.queue.work({ ...ignore, execute });
    await enqueue(a, id);
    await began.promise;
    await a.database.query(`update farewell_jobs.job set heartbeat_on = now() - interval '1 hour'`);
    const again = `select id from farewell_jobs.job where state = 'active' and retry_count = 1`;
    await vi.waitFor(async () => expect(await b.database.query(again)).toHaveLength(1), 20_000);
    free.resolve();
    await over.promise;
    expect(log).toEqual(['begins', 'ends', 'begins', 'ends']);
  }, 30_000);

  test('a job enqueued here wakes a worker there', async () => {
    const [a, b] = await two();
    const done = gate<RequestId>();
    await b.queue.work({ ...ignore, execute: async (id) => done.resolve(id) });
    const { id } = sampleRequest();
    await enqueue(a, id);
    expect(await done.promise).toBe(id);
  });

  async function enqueue(from: { database: Awaited<ReturnType<typeof openDatabase>>; queue: Queue }, id: RequestId) {
    await from.database.transaction((tx) => from.queue.enqueue(tx, [{ kind: 'execute', requestId: id }]));
  }
});
