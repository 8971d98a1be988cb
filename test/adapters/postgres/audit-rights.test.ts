import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresAuditLog } from '../../../src/adapters/postgres/audit-log.ts';
import type { Database } from '../../../src/adapters/postgres/connection.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createQueue } from '../../../src/adapters/postgres/queue.ts';
import { connectToServer } from '../../../src/adapters/postgres/server-database.ts';
import { verifyAudit } from '../../../src/adapters/postgres/verify-audit.ts';
import { sampleEntry, sampleRequest } from '../../contracts/samples.ts';
import { startPostgresServer } from '../../support/postgres-server.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { serverIsAtHand } from './engines.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/audit.md'), 'utf8');
const [ownerSql = '', auditorSql = ''] = [...guide.matchAll(/```sql\n([^`]+)```/g)].map(([, sql = '']) => sql);

const change = [
  `update farewell.audit set data = '{}'`,
  'delete from farewell.audit',
  'truncate farewell.audit',
  'delete from farewell.audit_head',
  'truncate farewell.audit_head',
  `insert into farewell.audit_head (only_one, seq, hash) values (false, 1, '')`,
];
const ownersOnly = [
  'alter table farewell.audit disable trigger user',
  'drop table farewell.audit',
  'drop schema farewell cascade',
  'alter table farewell.audit rename to audit_of_old',
  `create or replace function farewell.refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
];

describe.skipIf(!serverIsAtHand)('on a server, a role that is no superuser', () => {
  let server: PostgresServer;
  let admin: Database;
  let url: string;
  const opened: Database[] = [];
  const entry = sampleEntry(sampleRequest());

  beforeAll(async () => {
    server = await startPostgresServer();
    // The cluster's own superuser is called farewell: the guide's role takes its name, and another one administers.
    const first = connectToServer(await server.newDatabase(), () => undefined);
    await first.query('create role root superuser login');
    await first.close();
    const rootUrl = (await server.newDatabase()).replace('farewell@', 'root@');
    admin = connectToServer(rootUrl, () => undefined);
    await admin.query('create role bot login');
    await admin.query('create role reader login');
    await admin.query('grant create on database test_2 to bot');
    await admin.query('alter default privileges for role bot grant all on tables to public, reader');
    url = rootUrl.replace('root@', 'bot@');
  }, 60_000);
  afterAll(async () => {
    for (const each of [...opened, admin]) await each.close();
    await server.stop();
  });

  async function openAs(role: string): Promise<Database> {
    const database =
      role === 'bot' ? await openDatabase({ url }) : connectToServer(url.replace('bot@', `${role}@`), () => undefined);
    opened.push(database);
    return database;
  }

  test('adds entries, and may not change one, though it owns them and every right was granted', async () => {
    const bot = await openAs('bot');
    await createPostgresAuditLog(bot).append([entry, entry]);
    for (const sql of change) await expect(bot.query(sql), sql).rejects.toThrow('permission denied');
    expect(await verifyAudit(bot)).toMatchObject({ ok: true, seq: 2 });
  });

  test('may not change one when everybody was granted every right on new tables', async () => {
    await (await openAs('bot')).query('grant usage on schema farewell to reader');
    const reader = await openAs('reader');
    for (const sql of change) await expect(reader.query(sql), sql).rejects.toThrow('permission denied');
    await reader.query('select 1 from farewell.audit');
  });

  test('goes on as before when the guide’s owner has the audit, and can no longer give itself rights', async () => {
    await (await createQueue(await openAs('bot'))).stop();
    await admin.transaction((tx) => tx.script(ownerSql.replaceAll(/\bto farewell;/g, 'to bot;')));
    const bot = await openAs('bot');
    await (await createQueue(bot)).stop();
    await createPostgresAuditLog(bot).append([entry]);
    // Postgres only warns that nothing was granted.
    await bot.query('grant update on farewell.audit to bot');
    for (const sql of [...change, ...ownersOnly])
      await expect(bot.query(sql), sql).rejects.toThrow(/permission denied|must be owner/);
    expect(await verifyAudit(bot)).toMatchObject({ ok: true, seq: 3 });
  });

  test('can check the audit with the rights that the guide gives, and see nothing else', async () => {
    await admin.query('alter default privileges for role bot revoke all on tables from public');
    await admin.query('revoke all on all tables in schema farewell from public');
    await admin.transaction((tx) => tx.script(auditorSql));
    const auditor = await openAs('farewell_auditor');
    expect(await verifyAudit(auditor)).toMatchObject({ ok: true, seq: 3 });
    await expect(auditor.query('select 1 from farewell.request')).rejects.toThrow('permission denied');
    await expect(auditor.query('insert into farewell.audit select * from farewell.audit')).rejects.toThrow(
      'permission denied',
    );
  });
});
