/** Fused layers, most against the float64 formulas of `layer-references.ts`. */
import * as tf from '@tensorflow/tfjs';
import * as nn from '#nn';
import { threefry } from '../../../../../harness/nn/threefry.ts';
import * as reference from '../layer-references.ts';
import { type Case, type Cases, mixed, negative, type Operand, special, whole } from './case.ts';
import { erf } from './erf.ts';
import { grid, pick } from './grid.ts';

type Layer = (...inputs: tf.Tensor[]) => tf.Tensor;
type Shape = readonly number[];

/** A layer of these shapes on numbers of both signs, on negative ones, and its gradients in all inputs. */
const layer = (shapes: readonly Shape[], op: Layer, formula: Case['formula']): Case[] =>
  [mixed, negative].map((draw) => ({
    inputs: shapes.map((shape, i) => draw(shape, i + 1)),
    op,
    formula,
    slopes: [...shapes.keys()],
  }));

const each = (op: (x: tf.Tensor) => tf.Tensor, formula: (x: Float64Array) => Float64Array): Case[] => [
  ...[[1], [3], [5, 7], [2, 65]].flatMap((shape) => layer([shape], (x) => op(x), formula)),
  // The formula of what saturates is 0 times infinity at minus infinity.
  { inputs: [{ shape: [5], values: [1, NaN, Infinity, -2, 0] }], op: (x) => op(x), formula },
]; // prettier-ignore

const exactGelu = (x: Float64Array): Float64Array =>
  x.map((v) => (v / 2) * (1 + erf(v / Math.SQRT2)));

const dense = (rows: Shape, inputs: number, outputs: number, withBias: boolean): Case[] => {
  const shapes = [[...rows, inputs], [inputs, outputs], ...(withBias ? [[outputs]] : [])];
  const count = rows.reduce((a, b) => a * b, 1);
  const op: Layer = (x, kernel, bias) => nn.dense(x, kernel, bias);
  const formula: Case['formula'] = (x, kernel, bias) =>
    grid([count, outputs], ([i, j]) => {
      let sum = withBias ? bias[j!]! : 0;
      for (let k = 0; k < inputs; k++) sum += x[i! * inputs + k]! * pick(kernel, [inputs, outputs], [k, j!]);
      return sum;
    });
  const odd = { inputs: shapes.map((shape, i) => special(shape, i + 1)), op, formula };
  return [...layer(shapes, op, formula), odd];
}; // prettier-ignore

const denses = [
  ...dense([1], 1, 1, true),
  ...dense([5], 3, 7, true),
  ...dense([2, 3], 5, 2, false),
];

const norms = (op: Layer, together: boolean): Case[] =>
  [[1, 5, 1, 1], [2, 3, 3, 3], [3, 2, 2, 5], [2, 7, 1, 9]].flatMap((shape) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const [groups, rows] = together ? [1, batch * height * width] : [batch, height * width];
    return layer([shape, [channels], [channels]], op, reference.channelNorm(groups, rows, channels, 1e-3));
  }); // prettier-ignore

const batchNorms = norms((x, scale, bias) => nn.batchNorm(x, scale, bias, { epsilon: 1e-3 }), true); // prettier-ignore
const instanceNorms = norms(
  (x, scale, bias) => nn.instanceNorm(x as tf.Tensor4D, scale, bias, 1e-3),
  false,
);
const layerNorms = [3, 5, 7, 13].flatMap((width) =>
  layer(
    [[3, width], [width], [width]],
    (x, scale, bias) => nn.layerNorm(x, scale, bias, 1e-3),
    reference.layerNorm(width, 1e-3),
  ),
);

const softmaxLosses = [[1, 2], [3, 5], [5, 7], [2, 33]].flatMap(([rows, classes]) =>
  [0, 0.1].flatMap((smoothing) => {
    // One label is out of range: its row counts for nothing.
    const labels = Array.from({ length: rows! }, (_, i) => ((i * 5 + 2) % (classes! + 1)) - 1);
    return layer(
      [[rows!, classes!]],
      (x) => nn.softmaxCrossEntropy(x, tf.tensor1d(labels, 'int32'), smoothing),
      reference.softmaxCrossEntropy(labels, classes!, smoothing),
    );
  }),
); // prettier-ignore

const sigmoidLosses = [[1], [3, 5], [2, 33]].flatMap((shape) => {
  const labels = Array.from(mixed(shape, 5).values, (v) => Math.fround(Math.abs(v) / 3));
  return layer(
    [shape],
    (x) => nn.sigmoidCrossEntropy(x, tf.tensor(labels, [...shape])),
    reference.sigmoidCrossEntropy(labels),
  );
});

const attentions = [
  { batch: 1, heads: 1, queries: 1, keys: 1, depth: 1, width: 1, causal: false, mask: undefined },
  { batch: 2, heads: 3, queries: 5, keys: 5, depth: 3, width: 2, causal: true, mask: undefined },
  { batch: 2, heads: 1, queries: 3, keys: 5, depth: 5, width: 3, causal: false, mask: [1, 0, 1, 1, 0, 1, 1, 1, 0, 0] },
].flatMap((sizes) => {
  const { batch, heads, queries, keys, depth, width, causal, mask } = sizes;
  const keyMask = (): { keyMask?: tf.Tensor2D } => mask ? { keyMask: tf.tensor2d(mask, [batch, keys], 'int32') } : {};
  return layer(
    [[batch, heads, queries, depth], [batch, heads, keys, depth], [batch, heads, keys, width]],
    (query, key, value) => nn.attention({ query: query, key: key, value: value, causal, ...keyMask() }),
    reference.attention(sizes),
  );
}); // prettier-ignore

const recurrences = [
  { time: 1, inputs: 1, units: 1, lengths: [1], reverse: false },
  { time: 4, inputs: 3, units: 5, lengths: [4, 2, 0], reverse: false },
  { time: 3, inputs: 2, units: 6, lengths: [3, 1], reverse: true },
];
type Inputs = [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
const lstms = recurrences.flatMap((sizes) => {
  const { time, inputs, units, lengths, reverse } = sizes;
  const shapes = [[lengths.length, time, inputs], [inputs, 4 * units], [units, 4 * units], [4 * units]];
  const op: Layer = (...given) => {
    const [x, kernel, recurrent, bias] = given as Inputs;
    return nn.lstm({ x, kernel, recurrent, bias, lengths: tf.tensor1d(lengths, 'int32'), reverse });
  };
  return layer(shapes, op, reference.lstm(sizes));
}); // prettier-ignore
const grus = recurrences.flatMap((sizes) => {
  const { time, inputs, units, lengths, reverse } = sizes;
  const shapes = [[lengths.length, time, inputs], [inputs, 3 * units], [units, 3 * units], [3 * units], [units]];
  const op: Layer = (...given) => {
    const [x, kernel, recurrent, bias, recurrentBias] = given as Inputs;
    return nn.gru({ x, kernel, recurrent, bias, recurrentBias, lengths: tf.tensor1d(lengths, 'int32'), reverse });
  };
  // States lie in (-1, 1); a closed gate leaves a small difference of two of them.
  return layer(shapes, op, reference.gru(sizes)).map((one) => ({ ...one, scale: 1 }));
}); // prettier-ignore

const ctcs = [0, 4].flatMap((blank) => {
  const labels = [[1, 1, 2], [3], [], [1, 2, 3]];
  const frames = [5, 5, 3, 2];
  const padded = labels.flatMap((label) => [...label, ...Array<number>(3 - label.length).fill(blank)]);
  const counts: Operand = whole([4], labels.map((label) => label.length));
  const op: Layer = (logits) =>
    nn.ctcLoss({
      logits: logits,
      logitLengths: tf.tensor1d(frames, 'int32'),
      labels: tf.tensor2d(padded, [4, 3], 'int32'),
      labelLengths: tf.tensor1d(Array.from(counts.values), 'int32'),
      blank,
    });
  return layer([[4, 5, 5]], op, reference.ctc({ time: 5, classes: 5, frames, labels, blank }));
}); // prettier-ignore

const dropouts = [[1], [3, 7], [2, 33]].flatMap((shape) => {
  const bits = new Uint32Array(shape.reduce((a, b) => a * b, 1));
  threefry(12345678901, bits);
  return layer(
    [shape],
    (x) => nn.dropout(x, 0.3, 12345678901),
    (x) => x.map((v, i) => (bits[i]! < 0.3 * 2 ** 32 ? 0 : v / (1 - 0.3))),
  );
});

/** A layer's kernel and its gradient share their cases. */
const both = (name: string, cases: readonly Case[]) =>
  [
    [name, cases],
    [`${name}Grad`, cases],
  ] as const;

export const layerCases: Cases = Object.fromEntries([
  ...both('TtrDense', denses),
  ...both('TtrBatchNorm', batchNorms),
  ...both('TtrInstanceNorm', instanceNorms),
  ...both('TtrLayerNorm', layerNorms),
  ...both('TtrGelu', each(nn.gelu, reference.gelu)),
  ...both('TtrGeluExact', each(nn.geluExact, exactGelu)),
  ...both('TtrSilu', each(nn.silu, reference.silu)),
  ...both('TtrSoftmaxCrossEntropy', softmaxLosses),
  ...both('TtrSigmoidCrossEntropy', sigmoidLosses),
  ...both('TtrAttention', attentions),
  ...both('TtrDropout', dropouts),
  ...both('TtrLstm', lstms),
  ...both('TtrGru', grus),
  ...both('TtrCtc', ctcs),
]);
