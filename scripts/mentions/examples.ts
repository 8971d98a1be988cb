// The labelled messages, and what the tagger has to learn from each.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { featuresOf, type FeatureSettings } from '../../src/core/understanding/mention-features.ts';
import { endingOf, piecesOf, type MentionSource, type Piece } from '../../src/core/understanding/mention-pieces.ts';
import { scopeFeatures, SCOPES, spansOf } from '../../src/core/understanding/mention-reading.ts';

export const FOLDER = join(import.meta.dirname, '../../test/fixtures/utterances');

const labelled = z.object({
  locale: z.string(),
  text: z.string(),
  intent: z.enum(['remove_license', 'list_licenses']),
  users: z.array(z.string()),
  products: z.array(z.string()),
  scope: z.enum(['listed', 'all_licenses', 'all_users']),
});

export type Labelled = z.infer<typeof labelled> & {
  /** The rules were made from these messages: on them they look better than they are. */
  known: boolean;
};

/** Only removals and lists have people and products that are judged; what cannot be read is left out. */
export function readLabelled(): Labelled[] {
  const files = readdirSync(FOLDER).filter((file) => /^(?:dev|tune|train).*\.jsonl$/u.test(file));
  return files.sort().flatMap((file) =>
    readFileSync(join(FOLDER, file), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const { data } = labelled.safeParse(parse(line));
        return data === undefined ? [] : [{ ...data, known: /^(?:dev|tune-)/u.test(file) }];
      }),
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The weights carry this, so that a test can tell whether they belong to the messages. */
export function digestOf(rows: readonly Labelled[]): string {
  const content = rows.map(({ locale, text, intent, users, products, scope }) =>
    JSON.stringify([locale, text, intent, users, products, scope]),
  );
  return createHash('sha256').update(content.sort().join('\n')).digest('hex');
}

export interface Example {
  features: Int32Array[];
  tags: number[];
  /** For the last piece of each name that could leave its ending behind: whether it does. */
  endings: { piece: number; leaves: boolean }[];
  scopeFeatures: Int32Array;
  scope: number;
}

/** Nothing where a label does not stand in the message, or begins or ends inside a word. */
export function exampleOf(row: Labelled, source: MentionSource, settings: FeatureSettings): Example | undefined {
  const pieces = piecesOf(source);
  const aligned = align(row, source, pieces);
  if (aligned === undefined) return undefined;
  const mentions = spansOf(aligned.tags, pieces);
  return {
    ...aligned,
    features: featuresOf(source, pieces, settings).map((own) => Int32Array.from(own)),
    scopeFeatures: Int32Array.from(scopeFeatures(source, { pieces, mentions }, settings)),
    scope: SCOPES.indexOf(row.scope),
  };
}

function align(
  { text, users, products }: Labelled,
  { lexicon }: MentionSource,
  pieces: readonly Piece[],
): Pick<Example, 'tags' | 'endings'> | undefined {
  const tags = pieces.map(() => 0);
  const endings: Example['endings'] = [];
  const labels = [...users.map((name) => ({ name, tag: 1 })), ...products.map((name) => ({ name, tag: 3 }))];
  for (const { name, tag } of labels.sort((one, other) => other.name.length - one.name.length)) {
    let found = false;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const from = pieces.findIndex(({ start }) => start === at);
      const last = pieces.findIndex(({ end }) => end >= at + name.length);
      const [piece] = pieces.slice(last, last + 1);
      if (from < 0 || piece === undefined || tags.slice(from, last + 1).some((one) => one > 0)) continue;
      const ending = endingOf(piece.word, lexicon);
      const rest = piece.end - at - name.length;
      if (rest !== 0 && rest !== ending.length) continue;
      if (ending !== '') endings.push({ piece: last, leaves: rest > 0 });
      for (let one = from; one <= last; one += 1) tags[one] = one === from ? tag : tag + 1;
      found = true;
    }
    if (!found) return undefined;
  }
  return { tags, endings };
}
