import { z } from 'zod';
import { personKey } from '../../core/identity.ts';
import type { PauseSwitch } from '../../core/ports.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

const pauseRow = z.object({ record: z.object({ by: personKey, at: z.string(), reason: z.string() }) });

/** One switch for all processes on the database. */
export function createPostgresPauseSwitch(database: Database): PauseSwitch {
  return {
    async current() {
      const [row] = await database.query('select record from farewell.execution_pause');
      return row && pauseRow.parse(row).record;
    },

    set: (pause, audit) =>
      database.transaction(async (tx) => {
        await tx.query('delete from farewell.execution_pause');
        if (pause) await tx.query('insert into farewell.execution_pause (record) values ($1)', [storedJson(pause)]);
        await appendAudit(tx, audit);
      }),
  };
}
