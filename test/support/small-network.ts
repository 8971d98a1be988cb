import { kinds, scopes, type Kind } from '../../src/core/understanding/intent.ts';
import { TAGS } from '../../src/core/understanding/mention-tags.ts';
import { ROWS } from '../../src/core/understanding/network-input.ts';
import type { NetworkWeights } from '../../src/core/understanding/network.ts';

const [WIDTH, STATES, LAYER] = [4, 8, 4];
const STEP = 0.01;

type Tensor = NetworkWeights['embedding'];

function tensor(values: readonly number[]): Tensor {
  const steps = Int16Array.from(values, (value) => Math.round(value / STEP));
  return { step: STEP, steps: Buffer.from(steps.buffer).toString('base64') };
}

/** The weights of a network as small as they come; `next` gives one after the other. */
function weightsOf(next: () => number, opinion: Partial<Record<Kind, number>> = {}): NetworkWeights {
  const many = (count: number): Tensor => tensor(Array.from({ length: count }, next));
  const layer = (from: number, to: number): NetworkWeights['norm'] => ({ weights: many(from * to), biases: many(to) });
  const cell = { input: many(2 * STATES * WIDTH), hidden: many(STATES * STATES), biases: many(2 * STATES) };
  const rows = Int8Array.from({ length: ROWS * WIDTH }, () => Math.round(next() * 10));
  const likely = kinds.map((kind) => opinion[kind] ?? 0);
  return {
    trainedOn: '',
    embedding: { step: STEP, steps: Buffer.from(rows.buffer).toString('base64') },
    norm: layer(1, WIDTH),
    forward: cell,
    backward: cell,
    attention: layer(STATES, 1),
    message: layer(2 * STATES + WIDTH, LAYER),
    kinds: { weights: many(LAYER * kinds.length), biases: tensor(likely) },
    scopes: layer(2 * STATES + WIDTH, scopes.length),
    piece: layer(STATES + WIDTH, LAYER),
    tags: layer(LAYER, TAGS.length + 1),
  };
}

/** A network that thinks the same of every message, as sure as the figures are high, and names nobody. */
export function convincedNetwork(opinion: Partial<Record<Kind, number>>): NetworkWeights {
  return weightsOf(() => 0, opinion);
}

/** A network by chance: what must never happen may not depend on what was learnt. */
export function anyNetwork(seed: number): NetworkWeights {
  let state = seed;
  return weightsOf(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >> 20) / 500;
  });
}
