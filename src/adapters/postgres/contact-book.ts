import { z } from 'zod';
import type { PersonKey } from '../../core/identity.ts';
import type { Contact, ContactBook } from '../../core/ports.ts';
import type { Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

const contactRow = z.object({
  conversation: z.unknown(),
  locale: z.string(),
  timeZone: z.string().nullable(),
  heardLanguage: z.string().nullable(),
  chosenLanguage: z.string().nullable(),
  unreachableSince: z.date().nullable(),
});

/** Where people can be reached, and in which language; what was heard last counts. */
export function createPostgresContactBook(database: Database): ContactBook {
  return {
    async save({ person, conversation, locale, timeZone = null, heardLanguage = null }) {
      await database.query(
        `insert into farewell.contact (tenant_id, user_id, conversation, locale, time_zone, heard_language)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, user_id) do update set
           conversation = excluded.conversation, locale = excluded.locale, time_zone = excluded.time_zone,
           heard_language = excluded.heard_language, unreachable_since = null, updated_at = now()`,
        [person.tenantId, person.userId, storedJson(conversation), locale, timeZone, heardLanguage],
      );
    },

    async markUnreachable({ tenantId, userId }, at) {
      await database.query(
        `update farewell.contact set unreachable_since = coalesce(unreachable_since, $3::timestamptz)
         where tenant_id = $1 and user_id = $2`,
        [tenantId, userId, at],
      );
    },

    async chooseLanguage({ tenantId, userId }, language) {
      await database.query('update farewell.contact set chosen_language = $3 where tenant_id = $1 and user_id = $2', [
        tenantId,
        userId,
        language ?? null,
      ]);
    },

    find: (of) => findContact(database, of),
  };
}

async function findContact(database: Database, of: PersonKey): Promise<Contact | undefined> {
  const [row] = await database.query(
    `select conversation, locale, time_zone as "timeZone", heard_language as "heardLanguage",
       chosen_language as "chosenLanguage", unreachable_since as "unreachableSince"
     from farewell.contact where tenant_id = $1 and user_id = $2`,
    [of.tenantId, of.userId],
  );
  if (!row) return undefined;
  const { conversation, locale, timeZone, heardLanguage, chosenLanguage, unreachableSince } = contactRow.parse(row);
  const person = { tenantId: of.tenantId, userId: of.userId };
  return {
    person,
    conversation,
    locale,
    timeZone: timeZone ?? undefined,
    heardLanguage: heardLanguage ?? undefined,
    chosenLanguage: chosenLanguage ?? undefined,
    unreachableSince: unreachableSince?.toISOString(),
  };
}
