import { mkdirSync, rmSync } from 'node:fs';
import { startCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { personas } from './personas.ts';
import { planPlayground } from './playground/playground.ts';
import { banner } from './run/banner.ts';
import { planBot, worthShowing } from './run/bot.ts';
import { startChild } from './run/children.ts';
import type { Child, ChildPlan } from './run/children.ts';
import { portProblem } from './run/ports.ts';
import { answers } from './run/readiness.ts';
import { help, readSettings } from './run/settings.ts';
import type { Settings } from './run/settings.ts';

const asked = readSettings(process.argv.slice(2), process.env);
if (asked.kind === 'start') await run(asked.settings);
else if (asked.kind === 'help') process.stdout.write(help);
else quit(asked.line);

function quit(line: string): never {
  process.stderr.write(`sandbox: ${line}\n`);
  process.exit(1);
}

async function run(settings: Settings): Promise<void> {
  const problem = await portProblem(settings);
  if (problem) quit(problem);
  if (settings.fresh) {
    for (const folder of [settings.SANDBOX_STATE_DIR, settings.SANDBOX_DATA_DIR])
      rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(settings.SANDBOX_STATE_DIR, { recursive: true, mode: 0o700 });
  const cloud = await startCloud({
    port: settings.SANDBOX_CLOUD_PORT,
    stateDir: settings.SANDBOX_STATE_DIR,
    botUrl: `http://127.0.0.1:${settings.SANDBOX_BOT_PORT}`,
    headless: !settings.playground,
    chatPorts: { alex: settings.SANDBOX_ALEX_PORT, megan: settings.SANDBOX_MEGAN_PORT },
  });
  await superviseAll(settings, cloud);
}

async function superviseAll(settings: Settings, cloud: Cloud): Promise<void> {
  const children: Child[] = [];
  const ended = new AbortController();
  async function end(exitCode: number, line?: string): Promise<void> {
    if (ended.signal.aborted) return;
    ended.abort();
    if (line) process.stderr.write(`sandbox: ${line}\n`);
    await Promise.all(children.map((child) => child.stop()));
    await cloud.stop();
    process.exit(exitCode);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  const show = (line: string): void => {
    const worth = worthShowing(line);
    if (worth) process.stderr.write(`${worth}\n`);
  };
  const died = ({ name, log }: ChildPlan, how: string): void =>
    void end(1, `${name} has stopped (${how}). Its output is in ${log}.`);
  try {
    for (const plan of plans(settings, cloud.url)) children.push(startChild(plan, show, died));
    await Promise.all(children.map(({ plan }) => answers(plan, ended.signal)));
    if (ended.signal.aborted) return;
    for (const chat of [cloud.chats.alex, cloud.chats.megan]) await chat.install();
    process.stdout.write(banner(settings, cloud.url));
  } catch (error) {
    await end(1, error instanceof Error ? error.message : String(error));
  }
}

function plans(settings: Settings, cloudUrl: string): ChildPlan[] {
  const bot = planBot(settings, cloudUrl);
  if (!settings.playground) return [bot];
  const stateDir = settings.SANDBOX_STATE_DIR;
  return [
    bot,
    planPlayground({ persona: personas.alex, port: settings.SANDBOX_ALEX_PORT, cloudUrl, stateDir }),
    planPlayground({ persona: personas.megan, port: settings.SANDBOX_MEGAN_PORT, cloudUrl, stateDir }),
  ];
}
