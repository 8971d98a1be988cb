import { z } from 'zod';

/** Outside, beginning and inside of a person's name, beginning and inside of a product's. */
export const TAGS = ['O', 'B-U', 'I-U', 'B-P', 'I-P'] as const;
/** Beside the tags: whether the last word of a name leaves its ending behind. */
export const ENDING = TAGS.length;
/** How many weights a feature has. */
export const COLUMNS = TAGS.length + 1;

/** Linear: what is known of a piece adds up, and so does each step from one tag to the next. */
export interface MentionWeights {
  /** `COLUMNS` weights for each feature; features that fall on the same row share it. Their number is a power of two. */
  table: { readonly [at: number]: number; readonly length: number };
  /** From each tag, and last from the beginning of the message, to each tag. */
  steps: readonly (readonly number[])[];
}

const stored = z.object({ steps: z.array(z.array(z.number())), table: z.base64() });

/** The weights as `npm run train:mentions` writes them: one byte each, in base 64. */
export function readWeights(file: unknown): MentionWeights {
  const { steps, table } = stored.parse(file);
  return { steps, table: Int8Array.from(atob(table), (char) => char.charCodeAt(0)) };
}

export function score(features: readonly number[], column: number, { table }: MentionWeights): number {
  const last = table.length / COLUMNS - 1;
  return features.reduce((sum, feature) => sum + Number(table[(feature & last) * COLUMNS + column]), 0);
}

/** A name goes on only where it has begun. */
function isAllowed(from: number, to: number): boolean {
  return to === 0 || to % 2 === 1 || from === to || from === to - 1;
}

interface Path {
  score: number;
  tag: number;
  before: Path | undefined;
}

/** The likeliest tags (Viterbi): `emissions` are the scores of each tag for each piece. */
export function likeliest(emissions: readonly (readonly number[])[], steps: MentionWeights['steps']): number[] {
  let paths: Path[] = [{ score: 0, tag: TAGS.length, before: undefined }];
  for (const scores of emissions)
    paths = scores.map((own, tag) => {
      const options = paths
        .filter((before) => isAllowed(before.tag, tag))
        .map((before): Path => ({ score: before.score + own + Number(steps[before.tag]?.[tag]), tag, before }));
      return best(options);
    });
  const tags: number[] = [];
  for (let path = best(paths); path.before !== undefined; path = path.before) tags.push(path.tag);
  return tags.reverse();
}

const IMPOSSIBLE: Path = { score: -Infinity, tag: 0, before: undefined };

function best(paths: readonly Path[]): Path {
  return paths.reduce((one, other) => (other.score > one.score ? other : one), IMPOSSIBLE);
}
