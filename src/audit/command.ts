import { readFile } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeFailure, openAuditDatabase } from '../adapters/postgres/audit-database.ts';
import { auditEntries } from '../adapters/postgres/audit-entries.ts';
import type { Database } from '../adapters/postgres/connection.ts';
import { isGenuine, publicKeyOf } from '../adapters/postgres/signed-head.ts';
import { verifyAudit } from '../adapters/postgres/verify-audit.ts';
import { readAuditConfig } from '../config.ts';
import type { AuditConfig } from '../config.ts';
import { readArguments, usage } from './arguments.ts';
import type { Asked } from './arguments.ts';
import { entryLines } from './entry-lines.ts';
import { assertFile, readHeads } from './heads-given.ts';
import type { GivenHead } from './heads-given.ts';
import { sentenceFor } from './verdict.ts';

export interface Terminal {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

type ExitCode = 0 | 1 | 2;
type Work<Kind extends Asked['kind']> = Extract<Asked, { kind: Kind }>;

/** Does what the arguments ask for. What people read goes to `err` when `out` is for data or nothing was done. */
export async function runAudit(terminal: Terminal): Promise<ExitCode> {
  const read = readArguments(terminal.argv);
  if (!read.ok) return refuse(terminal, [read.problem]);
  const { asked } = read;
  if (asked.kind === 'help') {
    terminal.out.write(usage);
    return 0;
  }
  const settings = readAuditConfig(terminal.env);
  if (!settings.ok) return refuse(terminal, settings.problems);
  try {
    return asked.kind === 'export'
      ? await exportEntries(terminal, settings.config, asked)
      : await verifyEntries(terminal, settings.config, asked);
  } catch (error) {
    return refuse(terminal, [error instanceof Error ? error.message : String(error)]);
  }
}

function refuse({ err }: Terminal, problems: readonly string[]): 2 {
  for (const problem of problems) err.write(`audit: ${problem}\n`);
  return 2;
}

async function exportEntries({ out }: Terminal, config: AuditConfig, asked: Work<'export'>): Promise<0> {
  await onDatabase(config, async (database) => {
    const lines = entryLines(auditEntries(database, asked), asked.format);
    try {
      await pipeline(Readable.from(lines), out, { end: false });
    } catch (error) {
      // Whoever read the lines has seen enough, `head` for one.
      if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
    }
  });
  return 0;
}

async function verifyEntries({ out }: Terminal, config: AuditConfig, asked: Work<'verify'>): Promise<0 | 1> {
  const given = (await Promise.all(asked.heads.map(readHeads))).flat();
  const keys = given.length === 0 ? [] : await readKeys(asked.publicKeys, config.auditSigningKey);
  const { genuine = [], forged = [] } = Object.groupBy(given, (each) =>
    isGenuine(each.head, keys) ? 'genuine' : 'forged',
  );
  const heads = genuine.map((each) => each.head);
  const verdict = await onDatabase(config, (database) => verifyAudit(database, { heads }));
  for (const each of forged) out.write(`${forgedSentence(each)}\n`);
  out.write(`${sentenceFor(verdict, heads.length)}\n`);
  return verdict.ok && forged.length === 0 ? 0 : 1;
}

function forgedSentence({ head, where }: GivenHead): string {
  return `The head for entry ${head.seq} (${where}) is forged, or signed with a key that was not given.`;
}

/** Heads prove nothing without a key. After a change of keys there are several. */
async function readKeys(given: readonly string[], signingKey: string | undefined): Promise<KeyObject[]> {
  const texts = given.length > 0 || signingKey === undefined ? given : [signingKey];
  if (texts.length === 0) throw new Error('--head needs a key: give --public-key, or set AUDIT_SIGNING_KEY.');
  return Promise.all(
    texts.map(async (text) => {
      const key = publicKeyOf(text.startsWith('-----') ? text : await readText(text));
      if (!key) throw new Error('--public-key is not an Ed25519 key in PEM.');
      return key;
    }),
  );
}

async function readText(path: string): Promise<string> {
  await assertFile(path);
  return readFile(path, 'utf8');
}

async function onDatabase<T>(config: AuditConfig, work: (database: Database) => Promise<T>): Promise<T> {
  let database: Database | undefined;
  try {
    database = await openAuditDatabase(config.database);
    return await work(database);
  } catch (error) {
    throw new Error(`The audit cannot be read: ${describeFailure(error)}.`, { cause: error });
  } finally {
    await database?.close();
  }
}
