// Reads messages as JSON Lines {id, locale, text} and writes one line each: what the bot understands.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Understanding } from '../src/core/understanding/recogniser.ts';
import { createUnderstanding } from '../src/understanding.ts';

const id = z.union([z.string(), z.number()]);
const message = z.object({ id: id.optional(), locale: z.string().optional(), text: z.string() });
/** Only a removal and a list have a scope, and people and products that are judged. */
const NOBODY = { users: [], products: [], scope: null };
const NOTHING: Understanding = { kind: 'none', why: 'unreadable' };

function answer(of: string | number | undefined, understanding: Understanding): string {
  const { users, products, scope } = 'scope' in understanding ? understanding : NOBODY;
  return JSON.stringify({ id: of ?? null, intent: understanding.kind, users, products, scope });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The id of a line that is broken elsewhere can often still be read.
    const found = /"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)/u.exec(line)?.[1];
    return found === undefined ? undefined : { id: parse(found) };
  }
}

const { understand } = createUnderstanding();
const lines = (await text(process.stdin)).replace(/^\uFEFF/u, '').split(/\r?\n/u);
if (lines.at(-1) === '') lines.pop();
const answers = lines.map((line) => {
  const read = parse(line);
  const parsed = message.safeParse(read);
  if (parsed.success) return answer(parsed.data.id, understand(parsed.data.text, parsed.data.locale));
  return answer(z.object({ id }).safeParse(read).data?.id, NOTHING);
});
process.stdout.write(answers.map((line) => `${line}\n`).join(''));
