import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Persona } from '../personas.ts';
import type { ChildPlan } from '../run/children.ts';
import { playgroundConfig } from './config-file.ts';

const require = createRequire(import.meta.url);

export interface PlaygroundPlan {
  persona: Persona;
  port: number;
  cloudUrl: string;
  stateDir: string;
}

/** How to start the window of one persona: offline, without telemetry, without opening a browser. */
export function planPlayground({ persona, port, cloudUrl, stateDir }: PlaygroundPlan): ChildPlan {
  const home = join(resolve(stateDir), `playground-${persona.name}`);
  mkdirSync(home, { recursive: true });
  const config = join(home, '.m365agentsplayground.yml');
  writeFileSync(config, playgroundConfig(persona));
  const cli = join(dirname(require.resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  const preload = fileURLToPath(new URL('./loopback-only.ts', import.meta.url));
  return {
    name: `${persona.user.givenName ?? persona.name}'s Playground`,
    args: [
      ...['--import', preload, cli, 'start', '--disable-telemetry', '--channel-id', 'msteams'],
      ...['--port', String(port), '--app-endpoint', `${cloudUrl}/channel/${port}/api/messages`],
    ],
    cwd: home,
    env: {
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(home, 'playground.log'),
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
    },
    log: join(home, 'output.log'),
    quiet: true,
    readyUrl: `http://127.0.0.1:${port}/_debug/ping`,
  };
}
