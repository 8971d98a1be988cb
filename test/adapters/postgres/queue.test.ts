import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { createQueue } from '../../../src/adapters/postgres/queue.ts';
import type { Queue, QueueOptions } from '../../../src/adapters/postgres/queue.ts';
import type { RequestId } from '../../../src/core/identity.ts';
import type { FollowUp, FollowUpHandlers } from '../../../src/core/ports.ts';
import { sampleRequest } from '../../contracts/samples.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';
import { gate } from './gate.ts';

const ignore: FollowUpHandlers = {
  show: async () => {},
  execute: async () => {},
  expire: async () => {},
  nudge: async () => {},
};

function newId(): RequestId {
  return sampleRequest().id;
}

describe.each(engines)('the queue on $name', ({ start, skip }) => {
  describe.skipIf(skip)('does the work that was stored', () => {
    let engine: RunningEngine;
    let database: Database;
    const reports: unknown[] = [];
    let open: Queue[] = [];

    beforeAll(async () => {
      engine = await start();
      database = { ...engine.database, report: (error) => void reports.push(error) };
    }, 60_000);
    afterEach(async () => {
      for (const queue of open) await queue.stop();
      open = [];
      reports.length = 0;
    });
    afterAll(() => engine.stop());

    async function newQueue(options: QueueOptions = {}): Promise<Queue> {
      const queue = await createQueue(database, options);
      open.push(queue);
      return queue;
    }

    function enqueue(queue: Queue, ...followUps: FollowUp[]): Promise<void> {
      return database.transaction((tx) => queue.enqueue(tx, followUps));
    }

    test('a job runs with the id of its request', async () => {
      const queue = await newQueue();
      const id = newId();
      const done = gate<RequestId>();
      await queue.work({ ...ignore, execute: async (each) => done.resolve(each) });
      await enqueue(queue, { kind: 'execute', requestId: id });
      expect(await done.promise).toBe(id);
    });

    test('a job that was stored before a worker existed runs', async () => {
      const queue = await newQueue();
      const id = newId();
      await enqueue(queue, { kind: 'show', requestId: id });
      const done = gate<RequestId>();
      await queue.work({ ...ignore, show: async (each) => done.resolve(each) });
      expect(await done.promise).toBe(id);
    });

    test('a job with a wait comes after it, whatever its moment says', async () => {
      const queue = await newQueue();
      const id = newId();
      const done = gate<RequestId>();
      await queue.work({ ...ignore, expire: async (each) => done.resolve(each) });
      const job: FollowUp = { kind: 'expire', requestId: id, at: '2099-01-01T00:00:00.000Z' };
      await database.transaction((tx) => queue.enqueue(tx, [job], 300));
      expect(await done.promise).toBe(id);
    });

    test('a job of a transaction that failed was never there', async () => {
      const queue = await newQueue();
      const [lost, kept] = [newId(), newId()];
      const failing = database.transaction(async (tx) => {
        await queue.enqueue(tx, [{ kind: 'show', requestId: lost }]);
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      const seen: RequestId[] = [];
      const done = gate();
      await enqueue(queue, { kind: 'show', requestId: kept });
      await queue.work({
        ...ignore,
        show: async (each) => {
          seen.push(each);
          done.resolve();
        },
      });
      await done.promise;
      expect(seen).toEqual([kept]);
    });

    test('jobs that come while one of the same request runs wait for it, are not lost, and keep nobody else waiting', async () => {
      const queue = await newQueue();
      const id = newId();
      const [began, free, last] = Array.from({ length: 3 }, () => gate());
      let running = 0;
      let most = 0;
      let count = 0;
      async function show(each: RequestId): Promise<void> {
        if (each !== id) {
          other.resolve();
          return;
        }
        most = Math.max(most, ++running);
        count += 1;
        began!.resolve();
        await free!.promise;
        running -= 1;
        if (count === 7) last!.resolve();
      }
      const other = gate();
      await queue.work({ ...ignore, show });
      await enqueue(queue, { kind: 'show', requestId: id });
      await began!.promise;
      await enqueue(queue, ...Array.from({ length: 6 }, () => ({ kind: 'show', requestId: id }) as const));
      await enqueue(queue, { kind: 'show', requestId: newId() });
      await other.promise;
      expect(count).toBe(1);
      free!.resolve();
      await last!.promise;
      expect(most).toBe(1);
    });

    test('a request is shown while it is being executed', async () => {
      const queue = await newQueue();
      const id = newId();
      const shown = gate();
      const executed = gate();
      await queue.work({
        ...ignore,
        show: async () => shown.resolve(),
        execute: async () => {
          await enqueue(queue, { kind: 'show', requestId: id });
          await shown.promise;
          executed.resolve();
        },
      });
      await enqueue(queue, { kind: 'execute', requestId: id });
      await executed.promise;
    });

    test('a job that fails is tried again, and what its error said is not stored', async () => {
      const queue = await newQueue();
      const id = newId();
      const done = gate();
      let tries = 0;
      const failure = new TypeError('Bearer eyJ0');
      await queue.work({
        ...ignore,
        execute: async () => {
          tries += 1;
          if (tries === 1) throw failure;
          done.resolve();
        },
      });
      await enqueue(queue, { kind: 'execute', requestId: id });
      await done.promise;
      expect(reports).toContain(failure);
      const [job] = await database.query(`select output::text from farewell_jobs.job where data ->> 'requestId' = $1`, [
        id,
      ]);
      expect(JSON.stringify(job)).not.toContain('eyJ0');
    }, 20_000);

    test('a job that fails for the last time is kept', async () => {
      const queue = await newQueue();
      const id = newId();
      await enqueue(queue, { kind: 'execute', requestId: id });
      await database.query(`update farewell_jobs.job set retry_limit = 0 where data ->> 'requestId' = $1`, [id]);
      const failed = gate();
      await queue.work({
        ...ignore,
        execute: async () => {
          failed.resolve();
          throw new Error('never works');
        },
      });
      await failed.promise;
      await queue.stop();
      const kept = await database.query(
        `select source_name from farewell_jobs.job where name = 'gave-up' and data ->> 'requestId' = $1`,
        [id],
      );
      expect(kept).toEqual([{ source_name: 'execute' }]);
    });

    test('the job of a worker that died is taken over', async () => {
      const queue = await newQueue({ superviseSeconds: 1 });
      const id = newId();
      await enqueue(queue, { kind: 'execute', requestId: id });
      await database.query(
        `update farewell_jobs.job set state = 'active', started_on = now(), heartbeat_on = now() - interval '11 s'
         where data ->> 'requestId' = $1`,
        [id],
      );
      const done = gate<RequestId>();
      await queue.work({ ...ignore, execute: async (each) => done.resolve(each) });
      expect(await done.promise).toBe(id);
    }, 30_000);

    test('an expiry waits for its moment', async () => {
      const queue = await newQueue();
      const [early, due] = [newId(), newId()];
      const seen: RequestId[] = [];
      const done = gate();
      await queue.work({
        ...ignore,
        expire: async (each) => {
          seen.push(each);
          done.resolve();
        },
      });
      await enqueue(
        queue,
        { kind: 'expire', requestId: early, at: '2999-01-01T00:00:00.000Z' },
        { kind: 'expire', requestId: due, at: '2000-01-01T00:00:00.000Z' },
      );
      await done.promise;
      expect(seen).toEqual([due]);
    });

    test('stopping waits for the job that runs', async () => {
      const queue = await newQueue();
      const began = gate();
      const free = gate();
      let finished = false;
      await queue.work({
        ...ignore,
        execute: async () => {
          began.resolve();
          await free.promise;
          finished = true;
        },
      });
      await enqueue(queue, { kind: 'execute', requestId: newId() });
      await began.promise;
      const stopped = queue.stop();
      free.resolve();
      await stopped;
      expect(finished).toBe(true);
    });
  });
});
