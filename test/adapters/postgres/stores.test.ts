import { afterAll, beforeAll, describe } from 'vitest';
import { z } from 'zod';
import { createPostgresAuditLog } from '../../../src/adapters/postgres/audit-log.ts';
import { createPostgresAwayBook } from '../../../src/adapters/postgres/away-book.ts';
import { createPostgresCardLedger } from '../../../src/adapters/postgres/card-ledger.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { createPostgresContactBook } from '../../../src/adapters/postgres/contact-book.ts';
import { createPostgresPauseSwitch } from '../../../src/adapters/postgres/pause-switch.ts';
import { createQueue } from '../../../src/adapters/postgres/queue.ts';
import { createPostgresRequestBook } from '../../../src/adapters/postgres/request-book.ts';
import { createPostgresRequestStore } from '../../../src/adapters/postgres/request-store.ts';
import type { AuditEntry } from '../../../src/core/audit.ts';
import type { RequestId } from '../../../src/core/identity.ts';
import { requestId } from '../../../src/core/identity.ts';
import type { FollowUp } from '../../../src/core/ports.ts';
import { describeAwayAndPause } from '../../contracts/away-and-pause.contract.ts';
import { describeAuditLog } from '../../contracts/audit-log.contract.ts';
import { describeCardLedger } from '../../contracts/card-ledger.contract.ts';
import { describeContactBook } from '../../contracts/contact-book.contract.ts';
import { describeRequestBook } from '../../contracts/request-book.contract.ts';
import { describeRequestStore } from '../../contracts/request-store.contract.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const event = z.custom<AuditEntry['event']>((value) => typeof value === 'string');
const jobRow = z.object({
  name: z.enum(['show', 'execute', 'expire', 'nudge']),
  data: z.object({ requestId }),
  start: z.string(),
});

async function auditOf(database: Database, id: RequestId): Promise<AuditEntry['event'][]> {
  const rows = await database.query('select event from farewell.audit where request_id = $1 order by seq', [id]);
  return z
    .array(z.object({ event }))
    .parse(rows)
    .map((row) => row.event);
}

async function followUpsOf(database: Database, id: RequestId): Promise<FollowUp[]> {
  const rows = await database.query(
    `select name, data, to_char(start_after at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as start
     from farewell_jobs.job where data ->> 'requestId' = $1 order by created_on`,
    [id],
  );
  return z
    .array(jobRow)
    .parse(rows)
    .map(({ name: kind, data, start: at }) =>
      kind === 'expire' || kind === 'nudge' ? { kind, ...data, at } : { kind, ...data },
    );
}

async function openStores({ database }: RunningEngine) {
  const queue = await createQueue(database);
  const clock = new FakeClock();
  return {
    store: createPostgresRequestStore(database, queue),
    clock,
    book: createPostgresRequestBook(database, clock),
    cards: createPostgresCardLedger(database),
    contacts: createPostgresContactBook(database),
    audit: createPostgresAuditLog(database),
    away: createPostgresAwayBook(database),
    pause: createPostgresPauseSwitch(database),
    auditOf: (id: RequestId) => auditOf(database, id),
    followUpsOf: (id: RequestId) => followUpsOf(database, id),
    stop: () => queue.stop(),
  };
}

describe.each(engines)('on $name', ({ start, skip }) => {
  describe.skipIf(skip)('the stores keep their contracts', () => {
    let engine: RunningEngine;
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.stop());

    const open = () => openStores(engine);
    describeRequestStore(open);
    describeRequestBook(open);
    describeCardLedger(open);
    describeContactBook(open);
    describeAuditLog(open);
    describeAwayAndPause(open);
  });
});
