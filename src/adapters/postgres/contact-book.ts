import { z } from 'zod';
import type { ContactBook } from '../../core/ports.ts';
import type { Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

const contactRow = z.object({ conversation: z.unknown(), locale: z.string(), timeZone: z.string().nullable() });

/** Where people can be reached; what was heard last counts. */
export function createPostgresContactBook(database: Database): ContactBook {
  return {
    async save({ person, conversation, locale, timeZone = null }) {
      await database.query(
        `insert into farewell.contact (tenant_id, user_id, conversation, locale, time_zone) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, user_id) do update set
           conversation = excluded.conversation, locale = excluded.locale, time_zone = excluded.time_zone,
           updated_at = now()`,
        [person.tenantId, person.userId, storedJson(conversation), locale, timeZone],
      );
    },

    async find(of) {
      const [row] = await database.query(
        `select conversation, locale, time_zone as "timeZone" from farewell.contact
         where tenant_id = $1 and user_id = $2`,
        [of.tenantId, of.userId],
      );
      if (!row) return undefined;
      const { conversation, locale, timeZone } = contactRow.parse(row);
      const person = { tenantId: of.tenantId, userId: of.userId };
      return { person, conversation, locale, timeZone: timeZone ?? undefined };
    },
  };
}
