import { parseArgs } from 'node:util';
import { z } from 'zod';

export const usage = `npm run audit -- <command> [options]

  export    every entry to standard output, oldest first
    --from <date>        from this moment on: 2026-11-01 (midnight, UTC) or 2026-11-01T08:00:00+01:00
    --to <date>          before this moment
    --format <format>    jsonl (the default) or csv

  verify    whether an entry was altered, removed or reordered
    --head <head>        a signed head as JSON, or a file that holds heads, such as the bot's log; may be repeated
    --public-key <key>   what the heads are checked with, as PEM or a file with it; may be repeated.
                         Without it, the public half of AUDIT_SIGNING_KEY

DATABASE_URL or DATA_DIR says where the audit is. Exit codes: 0 sound or exported, 1 not sound, 2 not checked.
`;

export const formats = ['jsonl', 'csv'] as const;
export type Format = (typeof formats)[number];

export type Asked =
  | { kind: 'help' }
  | { kind: 'export'; from: string | undefined; to: string | undefined; format: Format }
  | { kind: 'verify'; heads: string[]; publicKeys: string[] };

/** What was asked for, or a sentence about what is wrong with it. */
export type ReadArguments = { ok: true; asked: Asked } | { ok: false; problem: string };

export function readArguments(argv: readonly string[]): ReadArguments {
  const [command, ...rest] = argv;
  if (argv.includes('--help')) return { ok: true, asked: { kind: 'help' } };
  try {
    if (command === 'export') return { ok: true, asked: readExport(rest) };
    if (command === 'verify') return { ok: true, asked: readVerify(rest) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
  return { ok: false, problem: 'Say what to do: export or verify. --help lists the options.' };
}

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => new Date(text));

function momentOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const read = moment.safeParse(text);
  if (read.success) return read.data;
  throw new Error(`${option} is not a date: write it as 2026-11-01 or 2026-11-01T08:00:00Z.`);
}

function readExport(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: { from: { type: 'string' }, to: { type: 'string' }, format: { type: 'string', default: 'jsonl' } },
  });
  const from = momentOf('--from', values.from);
  const to = momentOf('--to', values.to);
  if (from && to && from >= to) throw new Error('--from must be before --to.');
  const format = z.enum(formats).safeParse(values.format);
  if (!format.success) throw new Error(`--format knows ${formats.join(' and ')}.`);
  return { kind: 'export', from: from?.toISOString(), to: to?.toISOString(), format: format.data };
}

function readVerify(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: { head: { type: 'string', multiple: true }, 'public-key': { type: 'string', multiple: true } },
  });
  const { head = [], 'public-key': publicKeys = [] } = values;
  return { kind: 'verify', heads: head, publicKeys };
}

/** Node's own messages go on with advice about positional arguments, of which there are none. */
function problemOf(error: unknown): string {
  const [first = ''] = error instanceof Error ? error.message.split(/(?<=[.!])\s/) : [String(error)];
  return first.endsWith('.') ? first : `${first}.`;
}
