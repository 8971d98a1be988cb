import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ChildPlan {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  log: string;
  /** A quiet child shows nothing on the terminal; the others show their warnings and errors. */
  quiet: boolean;
  readyUrl: string;
}

export interface Child {
  plan: ChildPlan;
  stop: () => Promise<void>;
}

const patienceMs = 5000;

export type OnDeath = (plan: ChildPlan, how: string) => void;

/**
 * Every child leads a process group of its own: stopping it stops whatever it has started, and Ctrl-C in the terminal
 * reaches this process only, which then stops them in order.
 */
export function startChild(plan: ChildPlan, show: (line: string) => void, onDeath: OnDeath): Child {
  const child = spawn(process.execPath, plan.args, {
    cwd: plan.cwd,
    env: { ...process.env, ...plan.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(plan.log, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      if (!plan.quiet) show(line);
    });
  }
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      if (!stopping) onDeath(plan, error.message);
      resolve();
    });
    child.once('exit', (code, signal) => {
      if (!stopping) onDeath(plan, signal ? `signal ${signal}` : `exit code ${code}`);
      resolve();
    });
  });
  // Later than `exit`: now nobody holds the child's output any more, its own children included.
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    plan,
    async stop() {
      stopping = true;
      signalGroup(child, 'SIGTERM');
      const tooLate = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
      await exited;
      clearTimeout(tooLate);
      // What the child itself had started may have outlived it.
      signalGroup(child, 'SIGKILL');
      if (child.pid !== undefined) await closed;
      log.end();
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
