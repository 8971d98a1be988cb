import { createServer } from 'node:net';
import type { PortName, Settings } from './settings.ts';

const owners: Record<PortName, string> = {
  SANDBOX_CLOUD_PORT: 'the pretend cloud',
  SANDBOX_BOT_PORT: 'the bot',
  SANDBOX_ALEX_PORT: "Alex's chat window",
  SANDBOX_MEGAN_PORT: "Megan's chat window",
};

/** One sentence about the first port that cannot be had, or nothing. */
export async function portProblem(settings: Settings): Promise<string | undefined> {
  const names: PortName[] = ['SANDBOX_CLOUD_PORT', 'SANDBOX_BOT_PORT'];
  if (settings.playground) names.push('SANDBOX_ALEX_PORT', 'SANDBOX_MEGAN_PORT');
  const taken = new Map<number, PortName>();
  for (const name of names) {
    const port = settings[name];
    const twin = taken.get(port);
    if (twin) return `Port ${port} is given to both ${owners[twin]} and ${owners[name]}: change ${name}.`;
    taken.set(port, name);
    if (!(await isFree(port)))
      return `Port ${port} for ${owners[name]} is taken: free it, or choose another with ${name}.`;
  }
  return undefined;
}

// Both addresses, because a browser that is sent to "localhost" may find another program on the second one.
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
      );
      probe.listen(port, host, () => probe.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
