import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPostgresAuditLog } from '../../../src/adapters/postgres/audit-log.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { verifyAudit } from '../../../src/adapters/postgres/verify-audit.ts';
import type { AuditEntry } from '../../../src/core/audit.ts';
import type { AuditLog } from '../../../src/core/ports.ts';
import { sampleEntry, sampleRequest } from '../../contracts/samples.ts';
import { emptyChain, forge, tamper } from './audit-tampering.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const request = sampleRequest();

describe.each(engines)('the audit chain on $name', ({ start, skip }) => {
  describe.skipIf(skip)('is one that can be checked', () => {
    let engine: RunningEngine;
    let database: Database;
    let audit: AuditLog;

    beforeAll(async () => {
      engine = await start();
      database = engine.database;
      audit = createPostgresAuditLog(database);
    }, 60_000);
    afterAll(() => engine.stop());

    beforeEach(async () => {
      await emptyChain(database);
      const events: AuditEntry['event'][] = ['request-submitted', 'decision-refused', 'decision-made', 'step-sent'];
      await audit.append(events.map((event) => sampleEntry(request, event)));
    });

    test('a log that nobody touched is sound, and an empty one is', async () => {
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 4 });
      await emptyChain(database);
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 0 });
    });

    test.each([
      'update farewell.audit set data = data',
      'delete from farewell.audit where seq = 4',
      'truncate farewell.audit',
      'delete from farewell.audit_head',
      'truncate farewell.audit_head',
    ])('the database refuses: %s', async (sql) => {
      await expect(database.query(sql)).rejects.toThrow('append-only');
    });

    test.each([
      ['a changed reason', `update farewell.audit set data = '{"reason": "other"}' where seq = 2`, 2, 'altered'],
      ['a changed actor', `update farewell.audit set actor = null where seq = 3`, 3, 'altered'],
      ['a removed first entry', 'delete from farewell.audit where seq = 1', 1, 'missing'],
      ['a removed entry', 'delete from farewell.audit where seq = 3', 3, 'missing'],
      ['a removed last entry', 'delete from farewell.audit where seq = 4', 4, 'missing'],
      ['all entries removed', 'truncate farewell.audit', 1, 'missing'],
      [
        'a removed entry behind which the others moved up',
        `delete from farewell.audit where seq = 2; update farewell.audit set seq = 2 where seq = 3;
         update farewell.audit set seq = 3 where seq = 4`,
        2,
        'missing',
      ],
      [
        "two entries in each other's place",
        `update farewell.audit set seq = 9 where seq = 2; update farewell.audit set seq = 2 where seq = 3;
         update farewell.audit set seq = 3 where seq = 9`,
        2,
        'reordered',
      ],
      ['an entry that was moved to the end', 'update farewell.audit set seq = 9 where seq = 2', 2, 'reordered'],
      [
        'an entry with a number that cannot be',
        `update farewell.audit set seq = ${2n ** 62n} where seq = 3`,
        3,
        'reordered',
      ],
      [
        'an entry that was added by hand',
        `insert into farewell.audit select 5, at, event, request_id, actor, data, hash, 'made up' from farewell.audit
         where seq = 4`,
        5,
        'not-in-chain',
      ],
      ['a changed end of the chain', `update farewell.audit_head set hash = 'made up'`, 4, 'altered'],
    ])('finds %s', async (_what, sql, seq, why) => {
      await tamper(database, sql);
      expect(await verifyAudit(database)).toEqual({ ok: false, seq, why });
    });

    test('finds an altered entry with a hash of its own that fits', async () => {
      const [other] = await database.query('select hash from farewell.audit where seq = 1');
      await tamper(database, `update farewell.audit set prev_hash = '${String(other?.hash)}' where seq = 4`);
      expect(await verifyAudit(database)).toEqual({ ok: false, seq: 4, why: 'altered' });
    });

    test('finds an altered entry whose hash was computed again', async () => {
      await forge(database, 3, { data: { reason: 'another one' } });
      expect(await verifyAudit(database)).toEqual({ ok: false, seq: 3, why: 'altered' });
    });

    test('finds that nothing tells where the chain ends', async () => {
      await database.transaction(async (tx) => {
        await tx.script('alter table farewell.audit_head disable trigger user; delete from farewell.audit_head');
        await tx.script('alter table farewell.audit_head enable trigger user');
      });
      expect(await verifyAudit(database)).toEqual({ ok: false, why: 'no-end' });
      await database.query(`insert into farewell.audit_head (seq, hash) values (0, repeat('0', 64))`);
    });

    test('is sound after entries came from everywhere at once', async () => {
      await Promise.all(Array.from({ length: 40 }, () => audit.append([sampleEntry(request), sampleEntry(request)])));
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 84 });
    });

    test('is sound with texts and numbers that JSON and Postgres spell differently', async () => {
      const data = {
        text: 'a\u0000b \ud800 é 離',
        big: 1e21,
        small: 1e-7,
        minus: -0,
        left: undefined,
        deep: { z: 1, a: [] },
      };
      await audit.append([{ ...sampleEntry(request), data }]);
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 5 });
    });

    test('an entry that is part of a failed transaction was never there', async () => {
      const before = await verifyAudit(database);
      const broken = { ...sampleEntry(request), at: null as never };
      await expect(audit.append([sampleEntry(request), broken])).rejects.toThrow();
      expect(await verifyAudit(database)).toEqual(before);
    });
  });
});
