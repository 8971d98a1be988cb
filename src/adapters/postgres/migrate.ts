import { readFile, readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from './connection.ts';

const folder = new URL('./migrations/', import.meta.url);

/** Any number that no other program uses on this database. */
const advisoryLock = 4_121_702;

const bookkeeping = `
  create schema if not exists farewell;
  create table if not exists farewell.migration (
    name text primary key,
    applied_at timestamptz not null default now()
  )`;

/** Applies what is new, in order of name: all of it or nothing. Processes that start together wait for the first. */
export async function migrate(database: Database): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  await database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [advisoryLock]);
    await tx.script(bookkeeping);
    const rows = z.array(z.object({ name: z.string() })).parse(await tx.query('select name from farewell.migration'));
    const applied = new Set(rows.map((row) => row.name));
    for (const name of names.filter((each) => !applied.has(each))) {
      await tx.script(await readFile(new URL(name, folder), 'utf8'));
      await tx.query('insert into farewell.migration (name) values ($1)', [name]);
    }
  });
}
