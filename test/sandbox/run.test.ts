import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contosoTenantId } from '../../sandbox/identities.ts';

const names = ['SANDBOX_CLOUD_PORT', 'SANDBOX_BOT_PORT', 'SANDBOX_ALEX_PORT', 'SANDBOX_MEGAN_PORT'] as const;
type PortName = (typeof names)[number];

let folder: string;
let ports: Record<PortName, number>;
let running: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-run-'));
  ports = await freePorts();
});
afterEach(async () => {
  if (running?.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM');
    await once(running, 'exit');
  }
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function freePorts(): Promise<Record<PortName, number>> {
  const servers = await Promise.all(
    names.map(async (name) => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { name, server, port: (server.address() as AddressInfo).port };
    }),
  );
  for (const { server } of servers) server.close();
  return Object.fromEntries(servers.map(({ name, port }) => [name, port])) as Record<PortName, number>;
}

interface Run {
  child: ChildProcess;
  output: { out: string; err: string };
  /** Resolves with the last line, or when the process ends without one. */
  ready: Promise<string>;
  ended: Promise<number | null>;
}

function start(...options: string[]): Run {
  const env = Object.fromEntries(names.map((name) => [name, String(ports[name])]));
  const child = spawn(process.execPath, ['sandbox/run.ts', ...options], {
    env: {
      ...process.env,
      ...env,
      SANDBOX_BOT_ENTRY: 'test/sandbox/stub-bot.ts',
      SANDBOX_STATE_DIR: join(folder, 'state'),
      SANDBOX_DATA_DIR: join(folder, 'data'),
    },
  });
  running = child;
  const output = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output.out += chunk.toString();
      if (/^READY.*\n/m.test(output.out)) resolve(output.out.trimEnd().split('\n').at(-1) ?? '');
    });
    void ended.then(() => resolve('ended'));
  });
  return { child, output, ready, ended };
}

interface BotReport {
  pids: number[];
  heard: { type: string }[];
  env: Record<string, string>;
}

async function askBot(): Promise<BotReport> {
  return (await (await fetch(`http://127.0.0.1:${ports.SANDBOX_BOT_PORT}/readyz`)).json()) as BotReport;
}

/** In a container nobody may collect the dead: they keep their number, and do nothing with it. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  const taken = new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
  return taken;
}

test('--help says what there is', async () => {
  const run = start('--help');
  expect(await run.ended).toBe(0);
  expect(run.output.out).toContain('--no-playground');
});

test('a mistyped option is answered with one line', async () => {
  const run = start('--no-playgruond');
  expect(await run.ended).toBe(1);
  expect(run.output.err.trim().split('\n')).toHaveLength(1);
});

test('a taken port is answered with one line that names the port and the variable', async () => {
  const squatter = createServer().listen(ports.SANDBOX_BOT_PORT, '127.0.0.1');
  await once(squatter, 'listening');
  const run = start('--no-playground');
  expect(await run.ended).toBe(1);
  squatter.close();
  expect(run.output.err).toBe(
    `sandbox: Port ${ports.SANDBOX_BOT_PORT} for the bot is taken: free it, or choose another with SANDBOX_BOT_PORT.\n`,
  );
});

test('without chat windows: the bot is configured, told of its people, and stopped with everything it started', async () => {
  const run = start('--no-playground');
  expect(await run.ready).toMatch(/^READY /);
  const { pids, heard, env } = await askBot();
  expect(env).toMatchObject({
    SANDBOX: '1',
    BOT_TENANT_ID: contosoTenantId,
    ALLOWED_TENANTS: contosoTenantId,
    GRAPH_URL: `http://127.0.0.1:${ports.SANDBOX_CLOUD_PORT}/graph`,
    TOKEN_SERVICE_URL: `http://127.0.0.1:${ports.SANDBOX_CLOUD_PORT}/bf`,
  });
  expect(heard.map(({ type }) => type)).toEqual([
    'installationUpdate',
    'conversationUpdate',
    'installationUpdate',
    'conversationUpdate',
  ]);
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
  expect(pids.filter(lives)).toEqual([]);
});

test('a bot that dies ends everything with one line', async () => {
  const run = start('--no-playground');
  await run.ready;
  await fetch(`http://127.0.0.1:${ports.SANDBOX_BOT_PORT}/die`).catch(() => undefined);
  expect(await run.ended).toBe(1);
  expect(run.output.err).toMatch(/^sandbox: The bot has stopped \(exit code 3\)\. Its output is in .*bot\.log\.\n$/);
  expect(await isTaken(ports.SANDBOX_CLOUD_PORT)).toBe(false);
});

test('with chat windows: both answer, and Ctrl-C leaves nothing behind', { timeout: 60_000 }, async () => {
  const run = start();
  expect(await run.ready).toBe(
    `READY Alex http://localhost:${ports.SANDBOX_ALEX_PORT}, Megan http://localhost:${ports.SANDBOX_MEGAN_PORT}: type "remove Ana's E3 license" in Alex's window`,
  );
  for (const port of [ports.SANDBOX_ALEX_PORT, ports.SANDBOX_MEGAN_PORT]) {
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  }
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
  for (const name of names) expect(await isTaken(ports[name]), name).toBe(false);
});
