import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { migrate } from '../../../src/adapters/postgres/migrate.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';
import { gate } from './gate.ts';

describe.each(engines)('the database on $name', ({ start, skip }) => {
  describe.skipIf(skip)('is one thing to its users', () => {
    let engine: RunningEngine;
    let database: Database;
    beforeAll(async () => {
      engine = await start();
      database = engine.database;
      await database.query('create table note (text text)');
    }, 60_000);
    afterAll(() => engine.stop());

    test('a transaction that throws leaves nothing behind', async () => {
      const failing = database.transaction(async (tx) => {
        await tx.query('insert into note values ($1)', ['lost']);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await database.query('select * from note')).toEqual([]);
    });

    test('a query beside the open transaction is refused, and the database goes on', async () => {
      await expect(database.transaction(() => database.query('select 1'))).rejects.toThrow('inside a transaction');
      await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toThrow(
        'inside a transaction',
      );
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    test('work under one key runs one after the other, also after a failure; other keys do not wait', async () => {
      const free = gate();
      const log: string[] = [];
      const began = gate();
      const first = database.exclusively('a', async () => {
        began.resolve();
        await free.promise;
        log.push('first');
        throw new Error('no');
      });
      await began.promise;
      const second = database.exclusively('a', async () => void log.push('second'));
      await database.exclusively('b', async () => void log.push('other'));
      free.resolve();
      await expect(first).rejects.toThrow('no');
      await second;
      expect(log).toEqual(['other', 'first', 'second']);
    });

    test('migrating again changes nothing', async () => {
      const before = await database.query('select * from farewell.migration order by name');
      await migrate(database);
      expect(await database.query('select * from farewell.migration order by name')).toEqual(before);
      expect(before.length).toBeGreaterThan(0);
    });
  });
});

describe('a database in a directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farewell-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is there again after a restart', async () => {
    const dataDir = join(folder, 'data');
    const before = await openDatabase({ dataDir });
    await before.query(`insert into farewell.bot_item (key, item, etag) values ('key', '{}', gen_random_uuid())`);
    await before.close();
    const after = await openDatabase({ dataDir });
    expect(await after.query('select key from farewell.bot_item')).toEqual([{ key: 'key' }]);
    await after.close();
  }, 60_000);
});
