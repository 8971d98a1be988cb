import { z } from 'zod';
import { keyOf, person } from '../../core/identity.ts';
import type { AwayBook } from '../../core/ports.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

const awayRow = z.object({ until: z.date(), standIn: person.nullable() });

export function createPostgresAwayBook(database: Database): AwayBook {
  return {
    save: ({ person: { tenantId, userId }, until, standIn }, audit) =>
      database.transaction(async (tx) => {
        await tx.query(
          `insert into farewell.away (tenant_id, user_id, until, stand_in) values ($1, $2, $3, $4)
           on conflict (tenant_id, user_id) do update set until = excluded.until, stand_in = excluded.stand_in`,
          [tenantId, userId, until, standIn === undefined ? null : storedJson(standIn)],
        );
        await appendAudit(tx, audit);
      }),

    end: ({ tenantId, userId }, audit) =>
      database.transaction(async (tx) => {
        await tx.query('delete from farewell.away where tenant_id = $1 and user_id = $2', [tenantId, userId]);
        await appendAudit(tx, audit);
      }),

    async find(of, now) {
      const [row] = await database.query(
        `select until, stand_in as "standIn" from farewell.away
         where tenant_id = $1 and user_id = $2 and until > $3::timestamptz`,
        [of.tenantId, of.userId, now.toISOString()],
      );
      if (!row) return undefined;
      const { until, standIn } = awayRow.parse(row);
      return { person: keyOf(of), until: until.toISOString(), standIn: standIn ?? undefined };
    },
  };
}
