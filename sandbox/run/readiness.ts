import type { ChildPlan } from './children.ts';

const betweenTriesMs = 150;
const patienceMs = 60_000;

/** Waits until the child answers 200 where it should, the signal ends the wait, or a minute has gone. */
export async function answers({ readyUrl, name }: ChildPlan, ended: AbortSignal): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!ended.aborted) {
    if (await isReady(readyUrl)) return;
    if (Date.now() > until) throw new Error(`${name} does not answer at ${readyUrl}.`);
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
