import { z } from 'zod';
import { TAGS } from './mention-tags.ts';
import type { NetworkInput } from './network-input.ts';

/** Rows of numbers, each stored as so many steps of one size: bytes for the embedding, two bytes each elsewhere. */
const tensor = z.object({ step: z.number().positive(), steps: z.base64() });
const layer = z.object({ weights: tensor, biases: tensor });
const cell = z.object({ input: tensor, hidden: tensor, biases: tensor });

/** The trained weights as data. Only scripts/reader/train.py writes them. */
export const networkWeights = z.object({
  /** The messages it was trained on, as a digest: weights and messages change together. */
  trainedOn: z.string(),
  embedding: tensor,
  norm: layer,
  forward: cell,
  backward: cell,
  attention: layer,
  message: layer,
  kinds: layer,
  scopes: layer,
  piece: layer,
  tags: layer,
});
export type NetworkWeights = z.infer<typeof networkWeights>;

export interface NetworkReading {
  /** How likely each kind is, in the order of `kinds`. */
  kinds: readonly number[];
  /** How likely each scope is, in the order of `scopes`. */
  scopes: readonly number[];
  /** For each piece, how likely each tag is, in the order of `TAGS`. */
  tags: readonly (readonly number[])[];
  /** For each piece, whether a name that ends with it leaves its ending behind: "Jaspers". */
  leaves: readonly boolean[];
}

/** Reads a message. Pure: the same input gives the same reading. */
export type Network = (input: NetworkInput) => NetworkReading;

type Vector = Float64Array;

interface Layer {
  weights: Vector;
  biases: Vector;
}

interface Cell {
  input: Layer;
  hidden: Layer;
}

/**
 * Embeddings of what is known of each piece, a recurrent layer in either direction (LSTM), and on top of it one layer for
 * the kind and the scope of the whole message and one for the tag of each piece.
 */
export function createNetwork(stored: NetworkWeights): Network {
  const table = new Int8Array(bytesOf(stored.embedding).buffer);
  const norm = layerOf(stored.norm);
  const [forward, backward] = [cellOf(stored.forward), cellOf(stored.backward)];
  const [attention, message, piece] = [layerOf(stored.attention), layerOf(stored.message), layerOf(stored.piece)];
  const heads = { kinds: layerOf(stored.kinds), scopes: layerOf(stored.scopes), tags: layerOf(stored.tags) };
  const width = norm.biases.length;
  const embed = (rows: readonly number[], scale: number, into: Vector): void => {
    for (const row of rows)
      for (let at = 0; at < width; at += 1)
        into[at] = Number(into[at]) + Number(table[row * width + at]) * stored.embedding.step * scale;
  };
  const embedded = ({ own, letters, rules }: NetworkInput['units'][number]): Vector => {
    const sum = new Float64Array(width);
    embed([...own, ...rules], 1, sum);
    embed(letters, 1 / Math.sqrt(Math.max(1, letters.length)), sum);
    return normalised(sum, norm);
  };
  return (input) => {
    const units = input.units.map(embedded);
    const ahead = recur(forward, units);
    const behind = recur(backward, units.toReversed()).reverse();
    const states = ahead.map((state, at) => joined(state, ...behind.slice(at, at + 1)));
    const whole = new Float64Array(width);
    embed([...input.own, ...input.rules], 1, whole);
    const all = joined(attended(states, attention), highest(states, attention.weights.length), whole);
    const scores = states.map((state, at) =>
      Array.from(dense(heads.tags, positive(dense(piece, joined(state, ...units.slice(at, at + 1)))))),
    );
    return {
      kinds: softmax(dense(heads.kinds, positive(dense(message, all)))),
      scopes: softmax(dense(heads.scopes, all)),
      tags: scores.map((own) => softmax(own.slice(0, TAGS.length))),
      leaves: scores.map((own) => own.slice(TAGS.length).some((score) => score > 0)),
    };
  };
}

function bytesOf({ steps }: z.infer<typeof tensor>): Uint8Array<ArrayBuffer> {
  const characters = atob(steps);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** Two bytes a number, the lower one first. */
function numbersOf(stored: z.infer<typeof tensor>): Vector {
  const view = new DataView(bytesOf(stored).buffer);
  return Float64Array.from({ length: view.byteLength / 2 }, (_, at) => view.getInt16(2 * at, true) * stored.step);
}

function layerOf({ weights, biases }: z.infer<typeof layer>): Layer {
  return { weights: numbersOf(weights), biases: numbersOf(biases) };
}

function cellOf({ input, hidden, biases }: z.infer<typeof cell>): Cell {
  const bias = numbersOf(biases);
  return {
    input: { weights: numbersOf(input), biases: bias },
    hidden: { weights: numbersOf(hidden), biases: new Float64Array(bias.length) },
  };
}

/** Four sums at a time, which is what makes a message cost milliseconds; every layer's width is a multiple of four. */
function dense({ weights, biases }: Layer, values: Vector): Vector {
  const result = new Float64Array(biases.length);
  let at = 0;
  for (let row = 0; row < result.length; row += 1) {
    let one = 0;
    let two = 0;
    let three = 0;
    let four = 0;
    for (let column = 0; column < values.length; column += 4, at += 4) {
      one += Number(weights[at]) * Number(values[column]);
      two += Number(weights[at + 1]) * Number(values[column + 1]);
      three += Number(weights[at + 2]) * Number(values[column + 2]);
      four += Number(weights[at + 3]) * Number(values[column + 3]);
    }
    result[row] = Number(biases[row]) + one + two + three + four;
  }
  return result;
}

function normalised(values: Vector, { weights, biases }: Layer): Vector {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const scale = 1 / Math.sqrt(variance + 1e-5);
  return values.map((value, at) => (value - mean) * scale * Number(weights[at]) + Number(biases[at]));
}

/** A long short-term memory: its four gates are input, forget, candidate and output, in this order. */
function recur({ input, hidden }: Cell, units: readonly Vector[]): Vector[] {
  const size = hidden.biases.length / 4;
  let state: Vector = new Float64Array(size);
  const memory = new Float64Array(size);
  return units.map((unit) => {
    const [gates, recalled] = [dense(input, unit), dense(hidden, state)];
    const gate = (at: number): number => Number(gates[at]) + Number(recalled[at]);
    const next = new Float64Array(size);
    for (let at = 0; at < size; at += 1) {
      const kept = sigmoid(gate(size + at)) * Number(memory[at]);
      const held = kept + sigmoid(gate(at)) * tangent(gate(2 * size + at));
      memory[at] = held;
      next[at] = sigmoid(gate(3 * size + at)) * tangent(held);
    }
    state = next;
    return state;
  });
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** The hyperbolic one, twice as fast as the runtime's. */
function tangent(value: number): number {
  return 2 * sigmoid(2 * value) - 1;
}

function positive(values: Vector): Vector {
  return values.map((value) => Math.max(0, value));
}

function joined(...parts: readonly Vector[]): Vector {
  const result = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    result.set(part, start);
    start += part.length;
  }
  return result;
}

/** No state is below. */
const LOWEST = -1;

/** The mean of the states, each as much as it is attended to. */
function attended(states: readonly Vector[], attention: Layer): Vector {
  const shares = softmax(states.flatMap((state) => Array.from(dense(attention, state))));
  return combined(states, attention.weights.length, (sum, value, at) => sum + value * Number(shares[at]), 0);
}

function highest(states: readonly Vector[], size: number): Vector {
  return combined(states, size, (most, value) => Math.max(most, value), LOWEST);
}

function combined(
  states: readonly Vector[],
  size: number,
  add: (sum: number, value: number, at: number) => number,
  first: number,
): Vector {
  const result = new Float64Array(size).fill(first);
  for (const [at, state] of states.entries())
    for (const [place, value] of state.entries()) result[place] = add(Number(result[place]), value, at);
  return result;
}

function softmax(scores: ArrayLike<number>): number[] {
  const values = Array.from(scores);
  const most = Math.max(...values);
  const powers = values.map((score) => Math.exp(score - most));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map((power) => power / sum);
}
