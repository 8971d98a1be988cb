import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Connection, Database } from './connection.ts';
import { storedJson } from './stored-json.ts';

export type StoredItem = Record<string, unknown>;

/** Fits botbuilder's `Storage`, without importing it. */
export interface BotStorage {
  read(keys: string[]): Promise<Record<string, StoredItem>>;
  write(changes: Record<string, StoredItem>): Promise<void>;
  delete(keys: string[]): Promise<void>;
  /** Deletes marks without content written before that moment and says how many. Nothing else ever removes them. */
  sweep(before: Date): Promise<number>;
}

const item = z.record(z.string(), z.unknown());
const itemRow = z.object({ key: z.string(), item, etag: z.string() });
const suppliedTag = z.string().optional();

export function createPostgresBotStorage(database: Database): BotStorage {
  return {
    async read(keys) {
      const rows = await database.query('select key, item, etag from farewell.bot_item where key = any($1::text[])', [
        keys,
      ]);
      return Object.fromEntries(
        z
          .array(itemRow)
          .parse(rows)
          .map((row) => [row.key, { ...row.item, eTag: row.etag }]),
      );
    },

    /** In order of key, so that two writers of the same keys cannot wait for each other. */
    write: (changes) =>
      database.transaction(async (tx) => {
        for (const key of Object.keys(changes).toSorted()) await writeItem(tx, key, changes[key] ?? {});
      }),

    async delete(keys) {
      await database.query('delete from farewell.bot_item where key = any($1::text[])', [keys]);
    },

    /** One item without content for each sign-in, by TeamsSSOTokenExchangeMiddleware, and for each order from a group. */
    async sweep(before) {
      const rows = await database.query(
        `delete from farewell.bot_item where item = '{}'::jsonb and updated_at < $1 returning key`,
        [before.toISOString()],
      );
      return rows.length;
    },
  };
}

/**
 * The middleware that lets one sign-in through out of several counts on all three: an absent key is inserted whatever
 * the eTag says, the stored eTag is ours and never the supplied one, and the refusal says "eTag conflict".
 */
async function writeItem(tx: Connection, key: string, change: StoredItem): Promise<void> {
  const { eTag, ...content } = change;
  const expected = suppliedTag.parse(eTag);
  const overwrite = expected === undefined || expected === '' || expected === '*';
  const written = await tx.query(
    `insert into farewell.bot_item (key, item, etag) values ($1, $2, $3)
     on conflict (key) do update set item = excluded.item, etag = excluded.etag, updated_at = now()
     where $4 or bot_item.etag::text = $5 returning key`,
    [key, storedJson(content), randomUUID(), overwrite, expected ?? ''],
  );
  if (written.length === 0) throw new Error(`writing "${key}" failed: eTag conflict`);
}
