import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = (usual: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(65_535).default(usual);

const environment = z.object({
  SANDBOX_CLOUD_PORT: port(4000),
  SANDBOX_BOT_PORT: port(3978),
  SANDBOX_ALEX_PORT: port(56_150),
  SANDBOX_MEGAN_PORT: port(56_151),
  /** What to run as the bot; another entry point is for work on the sandbox itself. */
  SANDBOX_BOT_ENTRY: z.string().default('src/index.ts'),
  SANDBOX_STATE_DIR: z.string().default('.sandbox'),
  SANDBOX_DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.string().optional(),
});

export type Environment = z.infer<typeof environment>;
export type PortName = 'SANDBOX_CLOUD_PORT' | 'SANDBOX_BOT_PORT' | 'SANDBOX_ALEX_PORT' | 'SANDBOX_MEGAN_PORT';

export interface Settings extends Environment {
  playground: boolean;
  fresh: boolean;
}

export const help = `npm run sandbox -- [options]

Starts Farewell with a pretend Microsoft cloud on this machine. No account is needed anywhere.

  --no-playground   do not start the two chat windows
  --fresh           forget everything first: .sandbox/ and the bot's .data/
  --help            show this

Ports, by environment variable: SANDBOX_CLOUD_PORT (4000), SANDBOX_BOT_PORT (3978), SANDBOX_ALEX_PORT (56150),
SANDBOX_MEGAN_PORT (56151). DATABASE_URL is passed on to the bot when it is set.
`;

/** What was asked for, or the one line (or the help text) to end with. */
export type Asked = { kind: 'start'; settings: Settings } | { kind: 'help' } | { kind: 'mistake'; line: string };

export function readSettings(argv: string[], env: NodeJS.ProcessEnv): Asked {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        playground: { type: 'boolean', default: true },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      allowNegative: true,
    });
    if (values.help) return { kind: 'help' };
    const read = environment.safeParse(env);
    if (!read.success) return { kind: 'mistake', line: z.prettifyError(read.error).replaceAll('\n', ' ') };
    return { kind: 'start', settings: { ...read.data, playground: values.playground, fresh: values.fresh } };
  } catch (error) {
    return { kind: 'mistake', line: error instanceof Error ? error.message : String(error) };
  }
}
