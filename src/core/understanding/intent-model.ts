import { z } from 'zod';
import type { Kind } from './intent.ts';

export const kinds = [
  'cancel',
  'close_account',
  'close_tenant',
  'greeting',
  'help',
  'license_impact',
  'list_licenses',
  'none',
  'pending_requests',
  'remove_license',
  'resume_closure',
  'sign_in',
  'sign_out',
] as const satisfies readonly Kind[];

/** Steps a weight has up and down from nothing, each written as one character that JSON needs not escape. */
const HIGHEST = 45;
/** A feature whose weights are all smaller changes no answer, and there are very many. */
const FEWEST = 3;
const LEVELS = Array.from({ length: 2 * HIGHEST + 1 }, (_, at) => String.fromCharCode(at < 57 ? at + 35 : at + 36));
const LEVEL_OF = new Map(LEVELS.map((char, at) => [char, at - HIGHEST]));

/**
 * The trained weights as data: in `features` a name, and behind it one character for each kind in the order above. Only
 * scripts/train-understanding.ts writes them.
 */
export const intentWeights = z.object({
  /** The messages it was trained on, as a digest: weights and messages change together. */
  trainedOn: z.string(),
  /** What one step of a weight is worth. */
  step: z.number().positive(),
  features: z.array(z.string().min(kinds.length + 1)),
});
export type IntentWeights = z.infer<typeof intentWeights>;

/** How likely each kind is, in the order of `kinds`. */
export type IntentModel = (features: readonly string[]) => number[];

export function createIntentModel({ step, features: rows }: IntentWeights): IntentModel {
  const weights = new Map(rows.map((row) => [row.slice(0, -kinds.length), levelsOf(row.slice(-kinds.length))]));
  return (features) => {
    const known = features.flatMap((name) => weights.get(name) ?? []);
    const scale = step * scaleOf(features.length);
    const scores = kinds.map((_, at) => {
      let sum = 0;
      for (let place = at; place < known.length; place += kinds.length) sum += Number(known[place]);
      return sum * scale;
    });
    return softmax(scores);
  };
}

/** A long message has many features: without a measure it would always be sure. */
export function scaleOf(features: number): number {
  return 4 / Math.sqrt(Math.max(1, features));
}

export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map((power) => power / sum);
}

/** The row of a feature; undefined when it weighs nothing for any kind. */
export function rowOf(name: string, weights: readonly number[], step: number): string | undefined {
  const levels = weights.map((weight) => Math.max(-HIGHEST, Math.min(HIGHEST, Math.round(weight / step))));
  if (levels.every((level) => Math.abs(level) < FEWEST)) return undefined;
  return name + levels.map((level) => LEVELS.slice(level + HIGHEST)[0]).join('');
}

function levelsOf(code: string): number[] {
  return Array.from(code, (char) => Number(LEVEL_OF.get(char)));
}
