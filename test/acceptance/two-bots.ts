import { expect, vi } from 'vitest';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import type { Database } from '../../src/adapters/postgres/connection.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { actorAt } from '../support/chat-actor.ts';
import type { Actor } from '../support/chat-actor.ts';
import { startBotProcess } from '../support/bot-process.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { environmentFor } from '../support/farewell.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import type { personas } from '../../sandbox/personas.ts';

/** Bot processes on one Postgres server, in one pretend cloud. */
export interface Bots {
  cloud: Cloud;
  database: Database;
  /** One more process; its connections carry the name, so that the database can say who holds what. */
  starts: (name: string) => Promise<BotProcess>;
  /** Alex or Megan, talking to this one of the processes. */
  at: (who: keyof typeof personas, bot: BotProcess) => Actor;
  close: () => Promise<void>;
}

export async function openBots(): Promise<Bots> {
  const cloud = await startCloud({ port: 0, headless: true });
  const server = await startPostgresServer();
  const url = await server.newDatabase();
  const database = await openDatabase({ url });
  const running: BotProcess[] = [];
  return {
    cloud,
    database,
    async starts(name) {
      const named = `${url}?application_name=${name}`;
      const bot = await startBotProcess(environmentFor(cloud, { DATABASE_URL: named }));
      running.push(bot);
      return bot;
    },
    at: (who, bot) => actorAt({ chat: cloud.chats[who], window: cloud.windows[who] }, bot.url),
    async close() {
      for (const bot of running) await bot.kill();
      await database.close();
      await cloud.stop();
      await server.stop();
    },
  };
}

/**
 * Starts `race` with the request's row locked, waits until so many of it have read the request and want to change it, and
 * lets them go: only the compare-and-swap stands between them.
 */
export function atOnce<T>(database: Database, requestId: string, race: readonly (() => Promise<T>)[]): Promise<T[]> {
  const lock = 'select 1 from farewell.request where id = $1 for no key update';
  return whileLocked(database, { lock, values: [requestId], waiting: ['transactionid', 'tuple'] }, race);
}

/** Starts `race` and lets it go when all of it wants to claim licences: only the unique key stands between them. */
export function claimingAtOnce<T>(database: Database, race: readonly (() => Promise<T>)[]): Promise<T[]> {
  const lock = 'lock table farewell.claimed_license in exclusive mode';
  return whileLocked(database, { lock, values: [], waiting: ['relation'] }, race);
}

async function whileLocked<T>(
  database: Database,
  { lock, values, waiting }: { lock: string; values: string[]; waiting: string[] },
  race: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const text = 'select pid from pg_locks where not granted and locktype = any($1::text[])';
  const answers = await database.transaction(async (tx) => {
    await tx.query(lock, values);
    const running = Promise.all(race.map((start) => start()));
    await vi.waitFor(async () => expect(await tx.query(text, [waiting])).toHaveLength(race.length), 20_000);
    // In an object, so that it is not awaited in here.
    return { running };
  });
  return answers.running;
}
