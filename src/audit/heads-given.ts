import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { signedHead } from '../adapters/postgres/signed-head.ts';
import type { SignedHead } from '../adapters/postgres/signed-head.ts';

/** As the bot's log has it; `src/compose.ts` writes these. */
const logLine = z.object({ msg: z.literal('audit head'), head: signedHead }).transform((line) => line.head);
const anyHead = z.union([signedHead, logLine]);

/** A head, and where it was found: for the sentence about it. */
export interface GivenHead {
  head: SignedHead;
  where: string;
}

/** Reads one `--head`: the JSON itself, or a file. Throws a sentence when there is no head in it. */
export async function readHeads(given: string): Promise<GivenHead[]> {
  if (given.trimStart().startsWith('{')) {
    const head = headIn(given);
    if (!head)
      throw new Error('--head is not a signed head: copy {"seq":…,"hash":…,"at":…,"signature":…} from the log.');
    return [{ head, where: '--head' }];
  }
  const heads = await readFile(given);
  if (heads.length === 0) throw new Error(`There is no audit head in ${given}.`);
  return heads;
}

/** A log may be large and holds more than heads: it is read line by line. */
async function readFile(path: string): Promise<GivenHead[]> {
  await assertFile(path);
  const heads: GivenHead[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    const head = headIn(line);
    if (head) heads.push({ head, where: `line ${number} of ${path}` });
    // A damaged head is no reason to look away: it may be the one that tells.
    else if (line.includes('"audit head"')) throw new Error(`The head in line ${number} of ${path} cannot be read.`);
  }
  return heads;
}

/** Throws a sentence instead of what the system says. */
export async function assertFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found || found.isDirectory()) throw new Error(`There is no file ${path}.`);
}

/** What collects logs may put a time or a name in front of the line. */
function headIn(line: string): SignedHead | undefined {
  try {
    return anyHead.safeParse(JSON.parse(line.slice(line.indexOf('{')))).data;
  } catch {
    return undefined;
  }
}
