import { scaleOf, softmax } from '../src/core/understanding/intent-model.ts';

export interface Example {
  features: readonly string[];
  /** The right class, by number. */
  label: number;
  /** How much this example counts. */
  weight: number;
}

/** A feature of one or two messages would be learned by heart. */
const LEAST_MESSAGES = 3;
const EPOCHS = 12;
const RATE = 0.05;
const DECAY = 1e-4;
/** Gradients smaller than this move nothing that rounding would keep. */
const NEGLIGIBLE = 1e-5;

/**
 * Multinomial logistic regression by stochastic gradient descent with a rate for each weight (AdaGrad). The order of the
 * examples is shuffled, always in the same way.
 */
export function regress(examples: readonly Example[], classes: number): Map<string, number[]> {
  const weights = new Map<string, Weight>();
  for (const [name, count] of countsOf(examples))
    if (count >= LEAST_MESSAGES) weights.set(name, { values: zeros(classes, 0), squares: zeros(classes, 1e-3) });
  const prepared = examples.map(({ features, ...rest }) => ({
    ...rest,
    scale: scaleOf(features.length),
    own: features.flatMap((name) => weights.get(name) ?? []),
  }));
  const random = randomFrom(7);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) for (const example of shuffled(prepared, random)) learn(example);
  return new Map([...weights].map(([name, { values }]) => [name, [...values]]));
}

interface Weight {
  values: Float64Array;
  squares: Float64Array;
}

interface Prepared {
  own: readonly Weight[];
  scale: number;
  label: number;
  weight: number;
}

function zeros(length: number, value: number): Float64Array {
  return new Float64Array(length).fill(value);
}

function countsOf(examples: readonly Example[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples) for (const name of features) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function learn({ own, scale, label, weight }: Prepared): void {
  const [first] = own;
  if (first === undefined) return;
  const scores = Array.from(first.values, (_, at) => own.reduce((sum, { values }) => sum + Number(values[at]), 0));
  const likely = softmax(scores.map((score) => score * scale));
  const slopes = likely.map((value, at) => (value - (at === label ? 1 : 0)) * scale * weight);
  for (const one of own) for (const [at, slope] of slopes.entries()) step(one, at, slope);
}

function step({ values, squares }: Weight, at: number, slope: number): void {
  const value = Number(values[at]);
  const gradient = slope + DECAY * value;
  if (Math.abs(gradient) < NEGLIGIBLE) return;
  const square = Number(squares[at]) + gradient * gradient;
  squares[at] = square;
  values[at] = value - (RATE * gradient) / Math.sqrt(square);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** Mulberry32: a small generator whose numbers are the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
