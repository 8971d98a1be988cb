// Averaged perceptron: after each mistake the right reading gains and the wrong one loses; the mean of all states stays.
import { COLUMNS, ENDING, likeliest, TAGS, type MentionWeights } from '../../src/core/understanding/mention-model.ts';
import { SCOPES } from '../../src/core/understanding/mention-reading.ts';
import type { Example } from './examples.ts';

const ROWS = 2 ** 17;
const ROUNDS = 10;

/** A fixed sequence of numbers in [0, 1): training must give the same weights each time. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface State {
  table: Float32Array;
  /** Each change times the moment it was made: with it the mean needs no copy of every state. */
  moments: Float64Array;
  steps: number[][];
  stepMoments: number[][];
  now: number;
}

export function train(examples: readonly Example[], rounds = ROUNDS): MentionWeights {
  const square = (): number[][] => Array.from({ length: TAGS.length + 1 }, () => TAGS.map(() => 0));
  const state: State = {
    table: new Float32Array(ROWS * COLUMNS),
    moments: new Float64Array(ROWS * COLUMNS),
    steps: square(),
    stepMoments: square(),
    now: 1,
  };
  const random = sequence(7);
  const order = examples.map((_, at) => at);
  for (let round = 0; round < rounds; round += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    for (const at of order) {
      learn(examples[at]!, state);
      state.now += 1;
    }
  }
  return {
    table: state.table.map((weight, at) => weight - state.moments[at]! / state.now),
    steps: state.steps.map((row, from) => row.map((weight, to) => weight - state.stepMoments[from]![to]! / state.now)),
  };
}

function learn(example: Example, state: State): void {
  const { features, tags } = example;
  const emissions = features.map((own, at) =>
    TAGS.map((_, tag) => sum(own, tag, state) + (tags[at] === tag ? 0 : MARGIN)),
  );
  const guess = likeliest(emissions, state.steps);
  for (const [at, tag] of tags.entries()) {
    const wrong = guess[at]!;
    const [before, wrongBefore] = [tags[at - 1] ?? TAGS.length, guess[at - 1] ?? TAGS.length];
    if (wrong !== tag) {
      change(features[at]!, tag, 1, state);
      change(features[at]!, wrong, -1, state);
    }
    if (wrong !== tag || before !== wrongBefore) {
      changeStep(before, tag, 1, state);
      changeStep(wrongBefore, wrong, -1, state);
    }
  }
  for (const { piece, leaves } of example.endings) {
    const points = sum(features[piece]!, ENDING, state);
    if (leaves ? points <= MARGIN : points > -MARGIN) change(features[piece]!, ENDING, leaves ? 1 : -1, state);
  }
  const points = SCOPES.map(
    (_, scope) => sum(example.scopeFeatures, scope, state) + (scope === example.scope ? 0 : MARGIN),
  );
  const scope = points.indexOf(Math.max(...points));
  if (scope === example.scope) return;
  change(example.scopeFeatures, example.scope, 1, state);
  change(example.scopeFeatures, scope, -1, state);
}

const MARGIN = 4;

function sum(features: Int32Array, column: number, { table }: State): number {
  let total = 0;
  for (const feature of features) total += table[(feature & (ROWS - 1)) * COLUMNS + column]!;
  return total;
}

function change(features: Int32Array, column: number, by: number, { table, moments, now }: State): void {
  for (const feature of features) {
    const at = (feature & (ROWS - 1)) * COLUMNS + column;
    table[at]! += by;
    moments[at]! += by * now;
  }
}

function changeStep(from: number, to: number, by: number, { steps, stepMoments, now }: State): void {
  steps[from]![to]! += by;
  stepMoments[from]![to]! += by * now;
}
