/** Optimizer updates by their formulas, of one parameter and of several in one call. */
import * as tf from '@tensorflow/tfjs';
import { type Case, type Cases, mixed, negative, type Operand, positive, special } from './case.ts';

interface Update {
  readonly inputs: readonly string[];
  readonly attributes: tf.NamedAttrMap;
  /** Outputs of one parameter. */
  readonly outputs: (...inputs: Float64Array[]) => (readonly number[])[];
}

const [b1, b2, c1, c2, eps, momentum, ka, kb] = [0.9, 0.99, 0.3, 0.2, 1e-3, 0.8, 2, -3];

const adam = (nesterov: boolean): Update => ({
  inputs: ['gradient', 'm', 'v'],
  attributes: { b1, b2, c1, c2, eps, nesterov },
  outputs: (g, m, v) => {
    const nextM = Array.from(m, (x, i) => b1 * x + (1 - b1) * g[i]!);
    const nextV = Array.from(v, (x, i) => b2 * x + (1 - b2) * g[i]! ** 2);
    const ahead = nesterov ? nextM.map((x, i) => b1 * x + (1 - b1) * g[i]!) : nextM;
    return [ahead.map((x, i) => x / c1 / (Math.sqrt(nextV[i]! / c2) + eps)), nextM, nextV];
  },
});
const trace = (nesterov: boolean): Update => ({
  inputs: ['gradient', 'trace'],
  attributes: { momentum, nesterov },
  outputs: (g, old) => {
    const next = Array.from(old, (x, i) => momentum * x + g[i]!);
    return [nesterov ? next.map((x, i) => momentum * x + g[i]!) : next, next];
  },
});
const updates: Readonly<Record<string, readonly Update[]>> = {
  TtrAdam: [adam(false), adam(true)],
  TtrTrace: [trace(false), trace(true)],
  TtrRms: [
    {
      inputs: ['gradient', 'v'],
      attributes: { b2, c2, eps },
      outputs: (g, v) => {
        const next = Array.from(v, (x, i) => b2 * x + (1 - b2) * g[i]! ** 2);
        return [next.map((x, i) => g[i]! / (Math.sqrt(x / c2) + eps)), next];
      },
    },
  ],
  TtrCombine: [
    {
      inputs: ['a', 'b'],
      attributes: { ka, kb },
      outputs: (a, b) => [Array.from(a, (x, i) => ka * x + kb * b[i]!)],
    },
  ],
  TtrScale: [
    { inputs: ['a'], attributes: { k: kb }, outputs: (a) => [Array.from(a, (x) => kb * x)] },
  ],
  TtrSumSquares: [
    { inputs: ['x'], attributes: {}, outputs: (x) => [[x.reduce((sum, v) => sum + v * v, 0)]] },
  ],
};

const run = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor[] =>
  [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attributes)].flat();

/** Moments of squares are not negative. */
const drawFor = (input: string, draw: typeof mixed): typeof mixed =>
  input === 'v' ? positive : draw;

/** One parameter, under the names of its inputs. */
const single = (
  name: string,
  update: Update,
  shape: readonly number[],
  draw: typeof mixed,
): Case => ({
  inputs: update.inputs.map((input, i) => drawFor(input, draw)(shape, i + 1)),
  op: (...tensors) =>
    run(
      name,
      Object.fromEntries(update.inputs.map((input, i) => [input, tensors[i]!])),
      update.attributes,
    ),
  formula: (...numbers) => update.outputs(...numbers).flat(),
});

/** Three parameters: all tensors of the first input, then of the second, ..., and the outputs likewise. */
const all = (name: string, update: Update): Case => {
  const shapes = [[1], [5, 3], [4]];
  const inputs = update.inputs.flatMap((input, k): Operand[] =>
    shapes.map((shape, i) => drawFor(input, mixed)(shape, 10 * k + i)),
  );
  return {
    inputs,
    op: (...tensors) => run(`${name}All`, Object.fromEntries(tensors.entries()), update.attributes),
    formula: (...numbers) => {
      const each = shapes.map((_, i) =>
        update.outputs(...update.inputs.map((_input, k) => numbers[k * shapes.length + i]!)),
      );
      return each[0]!.flatMap((_, k) => each.flatMap((outputs) => outputs[k]!));
    },
  };
};

export const updateCases: Cases = Object.fromEntries(
  Object.entries(updates).flatMap(([name, kinds]) => [
    [
      name,
      kinds.flatMap((update) => [
        ...[[1], [3], [5, 7], [2, 65]].map((shape) => single(name, update, shape, mixed)),
        single(name, update, [9], negative),
        single(name, update, [11], special),
      ]),
    ],
    [`${name}All`, kinds.map((update) => all(name, update))],
  ]),
); // prettier-ignore
