import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startCloud } from '../../sandbox/cloud.ts';
import type { Cloud } from '../../sandbox/cloud.ts';
import * as identities from '../../sandbox/identities.ts';
import { cast } from '../../sandbox/tenant/cast.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import type { Database } from '../../src/adapters/postgres/connection.ts';
import { compose } from '../../src/compose.ts';
import type { DirectoryUser } from '../../sandbox/tenant/directory.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { Farewell } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';
import { actor, actorAt } from './chat-actor.ts';
import type { Actor } from './chat-actor.ts';
import { defaultPolicy, onePolicyForAll } from '../../src/core/policy.ts';
import type { Policies, Policy } from '../../src/core/policy.ts';
import { createGraphDescription } from './graph-description.ts';

/** The production code against the pretend cloud, over HTTP, with chat windows that tests can read. */
export interface Stage {
  cloud: Cloud;
  alex: Actor;
  megan: Actor;
  /** A Global Administrator who never had to do with Farewell. */
  debra: Actor;
  /** Everything the bot logged, as JSON lines. */
  logLines: string[];
  /** Stops the bot and starts it again on the same data, as a deployment or a crash does. */
  restart: () => Promise<void>;
  /** Runs `look` on the bot's data while the bot is down, and starts it again. */
  whileDown: <T>(look: (database: Database) => Promise<T>) => Promise<T>;
  /** One more person with Farewell, at a window of their own. */
  joins: (user: DirectoryUser) => Promise<Actor>;
  close: () => Promise<void>;
}

/** What a stage may have that differs from the usual bot. */
export interface StageOptions {
  /** More of the bot's settings. */
  settings?: (cloud: Cloud) => Record<string, string>;
  clock?: Clock;
}

/** One policy counts for every operation. `databaseUrl` names a Postgres server's database; without it the bot keeps its data in an embedded one. */
export async function openStage(
  databaseUrl?: string,
  policy: Policy | Policies = defaultPolicy,
  { settings = () => ({}), clock }: StageOptions = {},
): Promise<Stage> {
  const cloud = await startCloud({ port: 0, headless: true });
  const graph = createGraphDescription();
  const violations: unknown[] = [];
  cloud.onGraphExchange((exchange) => {
    try {
      graph.checkExchange(exchange);
    } catch (error) {
      violations.push(error);
    }
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'farewell-'));
  const logLines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  const database = databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl };
  const policies = 'approvals' in policy ? onePolicyForAll(policy) : policy;
  const config = configFor(cloud, { ...database, ...settings(cloud) });
  let bot: Farewell = await startBot();

  async function startBot(): Promise<Farewell> {
    const started = await compose(config, policies, log, clock);
    cloud.pointAtBot(`http://127.0.0.1:${await started.start()}`);
    return started;
  }
  async function whileDown<T>(look: (database: Database) => Promise<T>): Promise<T> {
    await bot.stop();
    const database = await openDatabase(databaseUrl === undefined ? { dataDir } : { url: databaseUrl });
    try {
      return await look(database);
    } finally {
      await database.close();
      bot = await startBot();
    }
  }
  for (const chat of [cloud.chats.alex, cloud.chats.megan]) await chat.install();
  return {
    cloud,
    alex: actor(cloud, 'alex'),
    megan: actor(cloud, 'megan'),
    debra: actor(cloud, 'debra'),
    logLines,
    restart: () => whileDown(() => Promise.resolve()),
    whileDown,
    async joins(user) {
      const seat = cloud.seat(user);
      await seat.chat.install();
      return actorAt(seat);
    },
    async close() {
      await bot.stop();
      await cloud.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (violations.length > 0) throw new AggregateError(violations, 'Graph was spoken to in a way it does not know');
    },
  };
}

/** The environment of a bot in the pretend cloud; where it listens is not in it. */
export function environmentFor(cloud: Cloud, settings: Record<string, string>): Record<string, string> {
  return {
    SANDBOX: '1',
    BOT_ID: identities.botAppId,
    BOT_PASSWORD: identities.botSecret,
    BOT_TENANT_ID: identities.contosoTenantId,
    SSO_APP_ID: identities.ssoAppId,
    SSO_APP_SECRET: identities.ssoAppSecret,
    SSO_APP_ID_URI: identities.ssoAppIdUri,
    OAUTH_CONNECTION_NAME: identities.connectionName,
    ALLOWED_TENANTS: identities.contosoTenantId,
    OPERATORS: cast.megan.id,
    ...settings,
    ENTRA_URL: cloud.url,
    CHANNEL_METADATA_URL: `${cloud.url}/bf/v1/.well-known/openidconfiguration`,
    TOKEN_SERVICE_URL: `${cloud.url}/bf`,
    GRAPH_URL: `${cloud.url}/graph`,
  };
}

function configFor(cloud: Cloud, database: Record<string, string>): Config {
  const read = readConfig(environmentFor(cloud, database));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return { ...read.config, port: 0 };
}
