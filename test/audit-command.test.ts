import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresAuditLog } from '../src/adapters/postgres/audit-log.ts';
import type { Database } from '../src/adapters/postgres/connection.ts';
import { openDatabase } from '../src/adapters/postgres/database.ts';
import { createHeadSigner } from '../src/adapters/postgres/signed-head.ts';
import { verifyAudit } from '../src/adapters/postgres/verify-audit.ts';
import { cutAfter, rewriteFrom } from './adapters/postgres/audit-tampering.ts';
import { serverIsAtHand } from './adapters/postgres/engines.ts';
import { sampleEntry, sampleRequest } from './contracts/samples.ts';
import { startPostgresServer } from './support/postgres-server.ts';

const command = join(import.meta.dirname, '../src/audit.ts');
type Answer = [exitCode: number | null, out: string, err: string];

/** Runs the command as an administrator does, with this environment and nothing else. */
function run(args: string[], env: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve([code, out, err]));
  });
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const AUDIT_SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
const sign = createHeadSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

let folder: string;
let publicPem: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farewell-audit-'));
  publicPem = join(folder, 'audit-public.pem');
  await writeFile(publicPem, publicKey.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Three entries of three days. */
async function fill(database: Database): Promise<void> {
  for (const day of ['01', '02', '03'])
    await createPostgresAuditLog(database).append([
      sampleEntry(sampleRequest({ now: `2026-11-${day}T12:00:00.000Z` })),
    ]);
}

/** Where the chain stands, as the bot's log has it. */
async function headLine(database: Database, at = '2026-11-03T12:00:01.000Z'): Promise<string> {
  const verdict = await verifyAudit(database);
  if (!verdict.ok) throw new Error(verdict.why);
  return JSON.stringify({ level: 30, time: 1, head: sign(verdict, new Date(at)), msg: 'audit head' });
}

function seqs(jsonLines: string): unknown[] {
  return jsonLines
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { seq: unknown }).seq);
}

describe('the audit command refuses with one sentence', () => {
  const place = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['nothing to do', [], place, /^Say what to do: export or verify/],
    ['a command it does not know', ['rewrite'], place, /^Say what to do: export or verify/],
    ['an option it does not know', ['export', '--form', 'csv'], place, /^Unknown option '--form'\.$/],
    ['an option of another command', ['verify', '--from', '2026-11-01'], place, /^Unknown option '--from'\.$/],
    ['a word too many', ['verify', 'all'], place, /^Unexpected argument 'all'\.$/],
    ['an option without its value', ['export', '--from'], place, /^Option '--from <value>' argument missing\.$/],
    ['a word for a date', ['export', '--from', 'yesterday'], place, /^--from is not a date/],
    ['a day that does not exist', ['export', '--to', '2026-02-30'], place, /^--to is not a date/],
    ['a time without its zone', ['export', '--to', '2026-02-03T10:00:00'], place, /^--to is not a date/],
    [
      'an end before the start',
      ['export', '--from', '2026-11-02', '--to', '2026-11-01'],
      place,
      /^--from must be before/,
    ],
    ['an empty period', ['export', '--from', '2026-11-02', '--to', '2026-11-02'], place, /^--from must be before/],
    ['another format', ['export', '--format', 'xml'], place, /^--format knows jsonl and csv/],
    ['no database', ['verify'], {}, /^DATABASE_URL is missing/],
    ['two databases', ['verify'], { ...place, DATA_DIR: '/tmp' }, /^DATA_DIR and DATABASE_URL are both set/],
    ['a database that does not answer', ['verify'], place, /^The audit cannot be read: .*ECONNREFUSED/],
    ['a folder without a database', ['export'], { DATA_DIR: '/tmp/no-such-folder' }, /there is no database in \/tmp/],
    ['a head that is none', ['verify', '--head', '{"seq":1}'], place, /^--head is not a signed head/],
    ['a file that is not there', ['verify', '--head', '/no/log'], place, /^There is no file \/no\/log\.$/],
    ['a log without heads', ['verify', '--head', command], place, /^There is no audit head in /],
    ['a key that is none', ['verify'], { ...place, AUDIT_SIGNING_KEY: 'secret' }, /^AUDIT_SIGNING_KEY is not/],
  ])('%s', async (_what, args, env, sentence) => {
    const [code, out, err] = await run(args, env);
    expect([code, out, err]).toEqual([2, '', expect.stringMatching(/^audit: [^\n]+\n$/)]);
    expect(err.slice('audit: '.length, -1)).toMatch(sentence);
  });

  test('a head without a key, and a key that is none', async () => {
    const head = JSON.stringify(sign({ seq: 0, hash: '0'.repeat(64) }, new Date()));
    const [code, out, err] = await run(['verify', '--head', head], place);
    expect([code, out, err]).toEqual([2, '', expect.stringMatching(/^audit: --head needs a key/)]);
    const answer = await run(['verify', '--head', head, '--public-key', command], place);
    expect(answer).toEqual([2, '', 'audit: --public-key is not an Ed25519 key in PEM.\n']);
  });

  test('and tells how it is used', async () => {
    expect(await run(['--help'])).toEqual([0, expect.stringContaining('--public-key <key>'), '']);
  });
});

async function openPlace(kind: 'embedded' | 'server') {
  if (kind === 'embedded') {
    const dataDir = join(folder, 'data');
    return { env: { DATA_DIR: dataDir }, open: () => openDatabase({ dataDir }), stop: () => Promise.resolve() };
  }
  const server = await startPostgresServer();
  const url = await server.newDatabase();
  return { env: { DATABASE_URL: url }, open: () => openDatabase({ url }), stop: () => server.stop() };
}

describe.each(['embedded', 'server'] as const)('the audit command on a database (%s)', (kind) => {
  describe.skipIf(kind === 'server' && !serverIsAtHand)('that is at hand', () => {
    let place: Awaited<ReturnType<typeof openPlace>>;
    let log: string;

    beforeAll(async () => {
      place = await openPlace(kind);
      log = join(folder, `${kind}.log`);
      const database = await place.open();
      await writeFile(log, `{"level":30,"msg":"listening"}\n${await headLine(database)}\n`);
      await fill(database);
      await writeFile(log, `2026-11-03 farewell ${await headLine(database)}\nno json\n`, { flag: 'a' });
      await database.close();
    }, 60_000);
    afterAll(() => place.stop());

    test('exports every entry, or those of a period: its start included, its end not', async () => {
      const [code, out, err] = await run(['export'], place.env);
      expect([code, seqs(out), err]).toEqual([0, [1, 2, 3], '']);
      const period = ['--from', '2026-11-01T13:00:00+01:00', '--to', '2026-11-02T12:00:00Z'];
      expect(seqs((await run(['export', ...period], place.env))[1])).toEqual([1]);
      expect(seqs((await run(['export', '--from', '2026-11-02'], place.env))[1])).toEqual([2, 3]);
      expect(await run(['export', '--to', '2026-11-01'], place.env)).toEqual([0, '', '']);
    });

    test('exports CSV', async () => {
      const [code, out, err] = await run(['export', '--format', 'csv', '--from', '2026-11-03'], place.env);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^seq,at,event,.+\r\n3,2026-11-03T12:00:00.000Z,request-submitted,.+\r\n$/);
    });

    test('finds a sound audit sound, and says when no head was compared', async () => {
      const sound = /^The audit is sound: 3 entries, the last with hash [0-9a-f]{64}\. 2 signed heads fit\.\n$/;
      const withKey = await run(['verify', '--head', log, '--public-key', publicPem], place.env);
      expect(withKey).toEqual([0, expect.stringMatching(sound), '']);
      const withSecret = await run(['verify', '--head', log], { ...place.env, AUDIT_SIGNING_KEY });
      expect(withSecret).toEqual(withKey);
      const [code, out] = await run(['verify'], place.env);
      expect([code, out]).toEqual([0, expect.stringContaining('No signed head was compared')]);
    });

    test('names a head that somebody else signed, and one that cannot be read', async () => {
      const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const head = createHeadSigner(other)({ seq: 3, hash: 'a'.repeat(64) }, new Date());
      const forged = await run(['verify', '--head', log, '--head', JSON.stringify(head)], {
        ...place.env,
        AUDIT_SIGNING_KEY,
      });
      expect(forged).toEqual([
        1,
        expect.stringMatching(/^The head for entry 3 \(--head\) is forged, .+\nThe audit is sound: .+\n$/),
        '',
      ]);
      const damaged = join(folder, 'damaged.log');
      await writeFile(damaged, '{"head":{"seq":3},"msg":"audit head"}\n');
      const answer = await run(['verify', '--head', damaged, '--public-key', publicPem], place.env);
      expect(answer).toEqual([2, '', `audit: The head in line 1 of ${damaged} cannot be read.\n`]);
    });

    // Only an embedded database belongs to one process, and only a server has databases that are not Farewell's.
    const onlyOn = (wanted: typeof kind, name: string, body: () => Promise<void>): void => {
      if (kind === wanted) test(name, body);
    };

    onlyOn('embedded', 'refuses while the bot has the data open', async () => {
      const database = await place.open();
      try {
        const [code, out, err] = await run(['verify'], place.env);
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(`is in use by process ${process.pid}: stop it first`);
      } finally {
        await database.close();
      }
    });

    onlyOn('server', 'refuses a database that Farewell has never seen', async () => {
      const empty = (place.env.DATABASE_URL ?? '').replace(/[^/]+$/, 'postgres');
      expect(await run(['verify'], { DATABASE_URL: empty })).toEqual([
        2,
        '',
        'audit: The audit cannot be read: Farewell has never run on this database.\n',
      ]);
    });

    test('tells from the log that a chain was written anew, and that its tail was cut', async () => {
      const args = ['verify', '--head', log, '--public-key', publicPem];
      const database = await place.open();
      await rewriteFrom(database, 2, { data: { reason: 'another one' } });
      await database.close();
      expect(await run(args, place.env)).toEqual([
        1,
        'The chain was rewritten: entry 3 is not the one that was signed on 2026-11-03T12:00:01.000Z. ' +
          'The first such entry is one of 1 to 3.\n',
        '',
      ]);
      const again = await place.open();
      await cutAfter(again, 1);
      await again.close();
      expect(await run(args, place.env)).toEqual([
        1,
        'Entries after 1 are missing: the log saw entry 3 on 2026-11-03T12:00:01.000Z.\n',
        '',
      ]);
    });
  });
});
