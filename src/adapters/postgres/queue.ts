import { PgBoss, fromPglite } from 'pg-boss';
import type { ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import { requestId } from '../../core/identity.ts';
import type { FollowUp, FollowUpHandlers } from '../../core/ports.ts';
import type { Connection, Database } from './connection.ts';
import * as settings from './queue-settings.ts';

const kinds = ['show', 'execute', 'expire', 'nudge'] as const satisfies readonly FollowUp['kind'][];

const jobData = z.object({ requestId });

/** Work that survives the process. */
export interface Queue {
  /**
   * Stores the jobs with the caller's transaction; workers everywhere hear of them when it commits. With a wait, in
   * milliseconds, they come that long from now: by their `at` they would come when the database's clock says so.
   */
  enqueue(tx: Connection, followUps: readonly FollowUp[], wait?: number): Promise<void>;
  /** Starts to take jobs. Per kind, a request has at most one running at a time, and none that waits is lost. */
  work(handlers: FollowUpHandlers): Promise<void>;
  /** Takes no more jobs and waits for the running ones; what is still not done then goes back for another process. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  /** How often somebody looks for the jobs of dead workers. */
  superviseSeconds?: number;
}

/** Opens the queue on the database, with its tables; `work` starts taking jobs. */
export async function createQueue(database: Database, options: QueueOptions = {}): Promise<Queue> {
  const boss = new PgBoss({
    ...connectionOf(database),
    ...supervision(options),
    schema: 'farewell_jobs',
    schedule: false,
  });
  boss.on('error', database.report);
  boss.on('warning', ({ message }) => {
    database.report(new Error(message));
  });
  await boss.start();
  await createQueues(boss);
  return {
    async enqueue(tx, followUps, wait) {
      for (const each of followUps) await send(boss, tx, each, wait);
    },
    async work(handlers) {
      for (const kind of kinds) await takeJobs(boss, database, kind, handlers[kind]);
    },
    stop: () => boss.stop({ graceful: true, timeout: settings.stopMilliseconds }),
  };
}

/** On a server pg-boss keeps its own few connections: one of them listens for NOTIFY. */
function connectionOf({ engine }: Database): ConstructorOptions {
  if (engine.kind === 'embedded') {
    return { db: fromPglite(engine.pglite), backend: 'pglite', useListenNotify: true };
  }
  return { connectionString: engine.url, application_name: 'farewell-queue', max: 4, useListenNotify: true };
}

function supervision({ superviseSeconds = settings.superviseSeconds }: QueueOptions): ConstructorOptions {
  return { superviseIntervalSeconds: superviseSeconds, monitorIntervalSeconds: superviseSeconds };
}

async function createQueues(boss: PgBoss): Promise<void> {
  const retentionSeconds = settings.deadLetterRetentionSeconds;
  await boss.createQueue(settings.deadLetterQueue, { retentionSeconds });
  for (const kind of kinds) {
    const { deadLetterQueue: deadLetter, heartbeatSeconds } = settings;
    const wanted = { ...settings.queueSettings[kind], retryBackoff: true, heartbeatSeconds, deadLetter, notify: true };
    await boss.createQueue(kind, wanted);
    await boss.updateQueue(kind, wanted);
    // pg-boss reads a queue's settings at first use, on its own connection: inside a transaction that would block PGlite.
    await boss.findJobs(kind, { key: 'none' });
  }
}

/**
 * Always a new job, never "one is waiting already": the waiting one may be read before this transaction commits, and
 * the change would then never be shown.
 */
async function send(boss: PgBoss, tx: Connection, followUp: FollowUp, wait?: number): Promise<void> {
  const at = 'at' in followUp ? { startAfter: new Date(followUp.at) } : {};
  await boss.send(
    followUp.kind,
    { requestId: followUp.requestId },
    {
      group: { id: followUp.requestId },
      ...(wait === undefined ? at : { startAfter: wait / 1000 }),
      db: { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) },
    },
  );
}

/**
 * `groupConcurrency` keeps workers from taking a request that is being worked on, but two of them can slip through in
 * the same instant. The lock is what holds, also against a worker that was given up for dead and is not.
 */
async function takeJobs(
  boss: PgBoss,
  database: Database,
  kind: FollowUp['kind'],
  handle: FollowUpHandlers[FollowUp['kind']],
): Promise<void> {
  const options = {
    localConcurrency: settings.workers[kind],
    groupConcurrency: 1,
    pollingIntervalSeconds: settings.pollingSeconds,
    notifyPollingIntervalSeconds: settings.pollingSeconds,
  };
  await boss.work(kind, options, async (jobs) => {
    for (const job of jobs) {
      const { requestId: id } = jobData.parse(job.data);
      await database
        .exclusively(`${kind}/${id}`, () => handle(id))
        .catch((error: unknown) => giveBack(database, error));
    }
  });
}

/** pg-boss stores what a handler throws: a message may quote a token or a name, so only the error's name is kept. */
function giveBack(database: Database, error: unknown): never {
  database.report(error);
  throw new Error(error instanceof Error ? error.name : 'unknown');
}
