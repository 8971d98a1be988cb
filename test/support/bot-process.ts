import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const entry = join(import.meta.dirname, '../../src/index.ts');

/** The bot as production runs it: a process of its own. */
export interface BotProcess {
  url: string;
  /** Everything it logged so far. */
  logged: () => string;
  /** Ends it as a power cut would: SIGKILL. Resolves when it is gone. */
  kill: () => Promise<void>;
}

/** Resolves when the bot listens. */
export async function startBotProcess(environment: Record<string, string>): Promise<BotProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...environment },
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      if (log.includes('"msg":"listening"')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(`the bot did not start:\n${log}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    logged: () => log,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
