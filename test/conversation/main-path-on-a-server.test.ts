import { afterAll, beforeAll, describe } from 'vitest';
import { mustNotSkip } from '../support/chromium.ts';
import { openStage } from '../support/farewell.ts';
import { findPostgres, startPostgresServer } from '../support/postgres-server.ts';
import type { PostgresServer } from '../support/postgres-server.ts';
import { describeMainPath } from './main-path.ts';

describe.skipIf(findPostgres() === undefined && !mustNotSkip)(
  "Alex asks for Ana's E3 to be removed, and Megan approves: data on a Postgres server",
  () => {
    let server: PostgresServer;

    beforeAll(async () => {
      server = await startPostgresServer();
    });
    afterAll(() => server.stop());

    describeMainPath(async () => openStage(await server.newDatabase()));
  },
);
