import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kinds, scopes } from '../src/core/understanding/intent.ts';

const FOLDER = join(import.meta.dirname, '../test/fixtures/utterances');

const labelled = z.object({
  id: z.string(),
  locale: z.string(),
  text: z.string(),
  intent: z.enum(kinds),
  users: z.array(z.string()),
  products: z.array(z.string()),
  /** Only of removals and lists. */
  scope: z.enum(scopes).optional(),
});

export type Labelled = z.infer<typeof labelled>;

export interface Message extends Labelled {
  /** The rules were written with this message in view: what they say about it says nothing about others. */
  tuned: boolean;
}

/** Every labelled message by the name of its file: `dev`, `tune-<locale>`, `train-<locale>`, `unseen-<locale>`, `sealed-<locale>`. */
export function labelledMessages(): Map<string, Labelled[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.jsonl'));
  return new Map(
    files.sort().map((file) => {
      const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
      return [file.replace('.jsonl', ''), lines.map((line) => labelled.parse(JSON.parse(line)))];
    }),
  );
}

/** The messages to learn from: every labelled one but those that are kept for measuring, each once. */
export function trainingMessages(): Message[] {
  const messages = [...labelledMessages()]
    .filter(([file]) => !/^(?:unseen|sealed)-/u.test(file))
    .flatMap(([file, own]) => own.map((message) => ({ ...message, tuned: !file.startsWith('train-') })));
  return [...new Map(messages.map((message) => [`${message.locale} ${message.text}`, message])).values()];
}

/** Of everything that training depends on in the messages. */
export function digestOf(messages: readonly Message[]): string {
  const lines = messages.map(({ locale, text, intent, users, products, scope, tuned }) =>
    JSON.stringify([locale, text, intent, users, products, scope, tuned]),
  );
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
