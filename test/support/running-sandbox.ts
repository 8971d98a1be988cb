import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const names = ['SANDBOX_CLOUD_PORT', 'SANDBOX_BOT_PORT', 'SANDBOX_ALEX_PORT', 'SANDBOX_MEGAN_PORT'] as const;

export interface RunningSandbox {
  alexUrl: string;
  meganUrl: string;
  /** Everything printed so far. */
  printed: () => string;
  stop: () => Promise<void>;
}

/** `npm run sandbox`, on ports and folders of its own: the real bot, the pretend cloud and two real Playgrounds. */
export async function runSandbox(): Promise<RunningSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'farewell-e2e-'));
  const ports = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, String(await freePort())] as const)),
  );
  const folders = { SANDBOX_STATE_DIR: join(folder, 'state'), SANDBOX_DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, ['sandbox/run.ts'], { env: { ...process.env, ...ports, ...folders } });
  let printed = '';
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (/^READY /m.test(printed)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(`the sandbox ended:\n${printed}`)));
  });
  async function stop(): Promise<void> {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'close');
    }
    await rm(folder, { recursive: true, force: true });
  }
  await ready.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const at = (name: (typeof names)[number]): string => `http://localhost:${ports[name] ?? ''}`;
  return { alexUrl: at('SANDBOX_ALEX_PORT'), meganUrl: at('SANDBOX_MEGAN_PORT'), printed: () => printed, stop };
}
