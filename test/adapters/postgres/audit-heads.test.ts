import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emitAuditHeads } from '../../../src/adapters/postgres/audit-heads.ts';
import type { AuditHeads } from '../../../src/adapters/postgres/audit-heads.ts';
import { createPostgresAuditLog } from '../../../src/adapters/postgres/audit-log.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { createHeadSigner, isGenuine } from '../../../src/adapters/postgres/signed-head.ts';
import type { SignedHead } from '../../../src/adapters/postgres/signed-head.ts';
import { verifyAudit } from '../../../src/adapters/postgres/verify-audit.ts';
import { sampleEntry, sampleRequest } from '../../contracts/samples.ts';
import { cutAfter, emptyChain, forge, rewriteFrom, tamper } from './audit-tampering.ts';
import { engines } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const request = sampleRequest();
const now = new Date('2026-11-20T09:00:00.000Z');

function newKey(): { pem: string; publicKey: ReturnType<typeof createPublicKey> } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem, publicKey: createPublicKey(pem) };
}
const key = newKey();
const sign = createHeadSigner(key.pem);

describe('a signed head', () => {
  const head = sign({ seq: 7, hash: 'a'.repeat(64) }, now);

  test('is genuine for the key that signed it, and for no other', () => {
    expect(isGenuine(head, [key.publicKey])).toBe(true);
    expect(isGenuine(head, [newKey().publicKey, key.publicKey])).toBe(true);
    expect(isGenuine(head, [newKey().publicKey])).toBe(false);
    expect(isGenuine(head, [])).toBe(false);
  });

  test.each<Partial<SignedHead>>([
    { seq: 8 },
    { hash: 'b'.repeat(64) },
    { at: '2026-11-21T09:00:00.000Z' },
    { signature: '' },
    { signature: 'bm90IGEgc2lnbmF0dXJl' },
  ])('is forged when anything in it is another: %o', (change) => {
    expect(isGenuine({ ...head, ...change }, [key.publicKey])).toBe(false);
  });
});

describe.each(engines)('signed heads of the audit on $name', ({ start, skip }) => {
  describe.skipIf(skip)('hold what the database cannot', () => {
    let engine: RunningEngine;
    let database: Database;
    let emitted: SignedHead[];
    let reported: string[];
    let running: AuditHeads[];

    beforeAll(async () => {
      engine = await start();
      database = engine.database;
    }, 60_000);
    afterAll(() => engine.stop());

    beforeEach(async () => {
      await emptyChain(database);
      [emitted, reported, running] = [[], [], []];
    });
    afterEach(async () => {
      for (const each of running) await each.stop();
    });

    function append(count: number, from = request): Promise<void> {
      return createPostgresAuditLog(database).append(Array.from({ length: count }, () => sampleEntry(from)));
    }
    function emitHeads(everyMilliseconds = 20): AuditHeads {
      const heads = emitAuditHeads({
        database,
        sign,
        emit: (head) => emitted.push(head),
        report: (error) => reported.push(String(error)),
        now: () => now,
        everyMilliseconds,
      });
      running.push(heads);
      return heads;
    }
    async function emittedUpTo(seq: number): Promise<void> {
      await expect.poll(() => emitted.at(-1)?.seq).toBe(seq);
    }
    /** Four entries, with heads for the second and the fourth in the log. */
    async function fourEntries(): Promise<void> {
      await append(2);
      emitHeads();
      await emittedUpTo(2);
      await append(2);
      await emittedUpTo(4);
      await Promise.all(running.splice(0).map((each) => each.stop()));
      expect(emitted.map((head) => head.seq)).toEqual([2, 4]);
    }

    test('go to the log at the start, after new entries, and only then', async () => {
      await fourEntries();
      expect(emitted.every((head) => isGenuine(head, [key.publicKey]))).toBe(true);
      expect(emitted[1]).toMatchObject({ at: now.toISOString() });
      expect(await verifyAudit(database, { heads: emitted })).toMatchObject({ ok: true, seq: 4 });
    });

    test('tell at the stop what came after the last look', async () => {
      const heads = emitHeads(3_600_000);
      await emittedUpTo(0);
      await append(3);
      await heads.stop();
      expect(emitted.map((head) => head.seq)).toEqual([0, 3]);
    });

    test('show a tail that was cut', async () => {
      await fourEntries();
      await cutAfter(database, 3);
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 3 });
      expect(await verifyAudit(database, { heads: emitted })).toEqual({
        ok: false,
        why: 'cut',
        seq: 4,
        seen: emitted[1],
      });
    });

    test('show that everything was removed', async () => {
      await fourEntries();
      await emptyChain(database);
      expect(await verifyAudit(database, { heads: emitted })).toMatchObject({ why: 'cut', seq: 1, seen: { seq: 4 } });
    });

    test('show a tail that was cut and grew again', async () => {
      await fourEntries();
      await cutAfter(database, 2);
      await append(3, sampleRequest());
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 5 });
      expect(await verifyAudit(database, { heads: emitted })).toMatchObject({ why: 'rewritten', seq: 4, soundTo: 2 });
    });

    test('show a chain that was written anew', async () => {
      await fourEntries();
      await rewriteFrom(database, 1, { data: { reason: 'another one' } });
      expect(await verifyAudit(database)).toMatchObject({ ok: true, seq: 4 });
      expect(await verifyAudit(database, { heads: emitted })).toEqual({
        ok: false,
        why: 'rewritten',
        seq: 2,
        soundTo: 0,
        seen: emitted[0],
      });
    });

    test('narrow down where the chain was written anew', async () => {
      await fourEntries();
      await rewriteFrom(database, 4, { data: { reason: 'another one' } });
      expect(await verifyAudit(database, { heads: emitted })).toMatchObject({ why: 'rewritten', seq: 4, soundTo: 2 });
    });

    test.each<[string, 'altered' | 'missing' | 'reordered', string]>([
      ['an altered entry', 'altered', `update farewell.audit set data = '{}' where seq = 3`],
      ['a removed entry', 'missing', 'delete from farewell.audit where seq = 3'],
      ['a reordered entry', 'reordered', 'update farewell.audit set seq = 12 where seq = 3'],
    ])('leave %s its name', async (_what, why, sql) => {
      await fourEntries();
      await tamper(database, sql);
      expect(await verifyAudit(database, { heads: emitted })).toEqual({ ok: false, why, seq: 3 });
    });

    test.each<[string, RegExp, () => Promise<void>]>([
      ['cut', /entry 2: cut/, () => cutAfter(database, 1)],
      ['written anew', /entry 2: altered/, () => rewriteFrom(database, 1, { data: {} })],
      [
        'continued by hand',
        /entry 3: altered/,
        async () => {
          await append(2);
          await forge(database, 3, { data: {} });
        },
      ],
    ])('are not given to a chain that was %s under the running bot', async (_how, words, tampering) => {
      await append(2);
      const heads = emitHeads(3_600_000);
      await emittedUpTo(2);
      await tampering();
      await heads.stop();
      await heads.stop();
      expect(emitted).toHaveLength(1);
      expect(reported).toEqual([expect.stringMatching(words)]);
    });

    test('survive a database that does not answer', async () => {
      let broken = true;
      const query: Database['query'] = (...args) =>
        broken ? Promise.reject(new Error('gone away')) : database.query(...args);
      const heads = emitAuditHeads({
        database: { ...database, query },
        sign,
        emit: (head) => emitted.push(head),
        report: (error) => reported.push(String(error)),
        now: () => now,
        everyMilliseconds: 20,
      });
      running.push(heads);
      await expect.poll(() => reported).toContain('Error: gone away');
      broken = false;
      await emittedUpTo(0);
    });
  });
});
