import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kinds } from '../src/core/understanding/intent-model.ts';

const FOLDER = join(import.meta.dirname, '../test/fixtures/utterances');

const labelled = z.object({ id: z.string(), locale: z.string(), text: z.string(), intent: z.enum(kinds) });

export interface Message extends z.infer<typeof labelled> {
  /** The rules were written with this message in view: what they say about it says nothing about others. */
  tuned: boolean;
}

/** The messages to learn from: every labelled one but those that are kept for measuring. */
export function trainingMessages(): Message[] {
  const files = readdirSync(FOLDER).filter((file) => /^(?:dev|tune-.*|train-.*)\.jsonl$/u.test(file));
  const messages = files.sort().flatMap((file) =>
    readFileSync(join(FOLDER, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => ({ ...labelled.parse(JSON.parse(line)), tuned: !file.startsWith('train-') })),
  );
  return [...new Map(messages.map((message) => [`${message.locale} ${message.text}`, message])).values()];
}

/** Of everything that training depends on in the messages. */
export function digestOf(messages: readonly Message[]): string {
  const lines = messages.map(({ locale, text, intent, tuned }) => JSON.stringify([locale, text, intent, tuned]));
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
