/** Products and windows: matrices, convolutions, pooling. */
import * as tf from '@tensorflow/tfjs';
import { type ConvCase, convolve, eachTap } from '../conv-reference.ts';
import { type Case, type Cases, mixed, negative, type Operand, special } from './case.ts';
import { grid, pick } from './grid.ts';

interface Product {
  readonly a: Operand;
  readonly b: Operand;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** [batch, m, n] by its definition; a batch of 1 is used for all. */
const product =
  ({ a, b, transposeA = false, transposeB = false }: Product) =>
  (x: Float64Array, y: Float64Array): number[] => {
    const [batch, m] = [Math.max(a.shape[0]!, b.shape[0]!), a.shape[transposeA ? 2 : 1]!];
    const [k, n] = [a.shape[transposeA ? 1 : 2]!, b.shape[transposeB ? 1 : 2]!];
    return grid([batch, m, n], ([s, i, j]) => {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const left = [Math.min(s!, a.shape[0]! - 1), ...(transposeA ? [l, i!] : [i!, l])];
        const right = [Math.min(s!, b.shape[0]! - 1), ...(transposeB ? [j!, l] : [l, j!])];
        sum += pick(x, a.shape, left) * pick(y, b.shape, right);
      }
      return sum;
    });
  };

const products: readonly Product[] = [
  { a: mixed([1, 1, 1], 1), b: mixed([1, 1, 1], 2) },
  { a: mixed([2, 5, 3], 1), b: mixed([2, 3, 7], 2) },
  { a: negative([3, 9, 2], 1), b: negative([1, 5, 9], 2), transposeA: true, transposeB: true },
  { a: mixed([1, 5, 3], 1), b: mixed([2, 9, 3], 2), transposeB: true },
  { a: mixed([2, 3, 5], 1), b: mixed([2, 3, 1], 2), transposeA: true },
];

const plain: ConvCase = {
  batch: 2,
  height: 4,
  width: 5,
  inChannels: 3,
  outChannels: 5,
  filter: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pad: 'same',
};
const convolutions: readonly ConvCase[] = [
  { ...plain, inChannels: 1, outChannels: 1, batch: 1 },
  plain,
  { ...plain, inChannels: 5, outChannels: 6 },
  { ...plain, filter: [2, 3], strides: [2, 1], pad: 'valid' },
  { ...plain, dilations: [1, 2] },
];
const strides = (c: ConvCase): [number, number] => [...c.strides];
const dilations = (c: ConvCase): [number, number] => [...c.dilations];
const image = (c: ConvCase, draw: typeof mixed): Operand =>
  draw([c.batch, c.height, c.width, c.inChannels], 1);

const conv2d = (c: ConvCase, draw: typeof mixed): Case => ({
  inputs: [image(c, draw), draw([...c.filter, c.inChannels, c.outChannels], 2)],
  op: (x, filter) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides(c), c.pad, 'NHWC', dilations(c)),
  formula: (x, filter) => convolve(c, x, filter, () => 0).y,
  slopes: draw === special ? [] : [0, 1],
});

/** y[pixel, channel m + k] sums x[pixel, channel] filter[tap, channel, k]. */
const separate = (c: ConvCase, m: number) => (x: Float64Array, filter: Float64Array): Float64Array => {
  const width = c.inChannels * m;
  const y = new Float64Array(eachTap(c, () => undefined) * width);
  eachTap(c, (from, tap, to) => {
    for (let o = 0; o < width; o++) {
      y[to * width + o]! += x[from * c.inChannels + Math.floor(o / m)]! * filter[tap * width + o]!;
    }
  });
  return y;
}; // prettier-ignore

const depthwise = (c: ConvCase, m: number, draw: typeof mixed): Case => ({
  inputs: [image(c, draw), draw([...c.filter, c.inChannels, m], 2)],
  op: (x, filter) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides(c), c.pad, 'NHWC', dilations(c)),
  formula: separate(c, m),
  slopes: draw === special ? [] : [0, 1],
}); // prettier-ignore

/** `f` of the numbers in each window. */
const pool = (
  c: ConvCase,
  draw: typeof mixed,
  op: typeof tf.maxPool,
  f: (values: number[]) => number,
): Case => ({
  inputs: [image(c, draw)],
  op: (x) => op(x as tf.Tensor4D, [...c.filter], strides(c), c.pad as 'same' | 'valid'),
  formula: (x) => {
    const windows: number[][] = [];
    eachTap(c, (from, _tap, to) => {
      for (let ch = 0; ch < c.inChannels; ch++)
        (windows[to * c.inChannels + ch] ??= []).push(x[from * c.inChannels + ch]!);
    });
    return windows.map(f);
  },
  slopes: [0],
});

const bias = (width: number): Operand => mixed([width], 3);
/** Adds a bias to the last axis, then takes the positive part. */
const finish = (y: ArrayLike<number>, add: Float64Array): number[] =>
  Array.from(y, (v, i) => Math.max(v + add[i % add.length]!, 0));

const matrices = [
  ...products.map((p): Case => ({
    inputs: [p.a, p.b],
    op: (a, b) => tf.matMul(a, b, p.transposeA, p.transposeB),
    formula: product(p),
    slopes: [0, 1],
  })),
  ...[{ a: special([1, 5, 3], 1), b: special([1, 3, 5], 2) }].map((p): Case => ({
    inputs: [p.a, p.b],
    op: (a, b) => tf.matMul(a, b),
    formula: product(p),
  })),
]; // prettier-ignore
const convs = [mixed, negative].flatMap((draw) => convolutions.map((c) => conv2d(c, draw)));
const depthwises = [mixed, negative].flatMap((draw) =>
  convolutions.flatMap((c) => [1, 2].map((m) => depthwise(c, m, draw))),
);
const windows: readonly ConvCase[] = [
  { ...plain, filter: [2, 2], strides: [2, 2], pad: 'valid' },
  { ...plain, inChannels: 5, strides: [2, 1] },
];
const pools = (op: typeof tf.maxPool, f: (values: number[]) => number): Case[] =>
  [mixed, negative].flatMap((draw) => windows.map((c) => pool(c, draw, op, f)));

export const productCases: Cases = {
  BatchMatMul: matrices,
  _FusedMatMul: products.map((p) => ({
    inputs: [p.a, p.b, bias(p.b.shape[p.transposeB === true ? 1 : 2]!)],
    op: (a, b, add) =>
      tf.fused.matMul({ a: a, b: b, bias: add, activation: 'relu', transposeA: p.transposeA ?? false, transposeB: p.transposeB ?? false }),
    formula: (a, b, add) => finish(product(p)(a, b), add),
  })),
  Conv2D: [...convs, conv2d(plain, special)],
  Conv2DBackpropInput: convs,
  Conv2DBackpropFilter: convs,
  FusedConv2D: convolutions.map((c) => ({
    inputs: [...conv2d(c, mixed).inputs, bias(c.outChannels)],
    op: (x, filter, add) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: strides(c), pad: c.pad, dilations: dilations(c), bias: add, activation: 'relu' }),
    formula: (x, filter, add) => finish(convolve(c, x, filter, () => 0).y, add),
  })),
  DepthwiseConv2dNative: [...depthwises, depthwise(plain, 2, special)],
  DepthwiseConv2dNativeBackpropInput: depthwises,
  DepthwiseConv2dNativeBackpropFilter: depthwises,
  FusedDepthwiseConv2D: convolutions.map((c) => ({
    inputs: [...depthwise(c, 2, mixed).inputs, bias(2 * c.inChannels)],
    op: (x, filter, add) =>
      tf.fused.depthwiseConv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: strides(c), pad: c.pad, dilations: dilations(c), bias: add, activation: 'relu' }),
    formula: (x, filter, add) => finish(separate(c, 2)(x, filter), add),
  })),
  MaxPoolGrad: pools(tf.maxPool, (x) => Math.max(...x)),
  AvgPoolGrad: pools(tf.avgPool, (x) => x.reduce((a, b) => a + b, 0) / x.length),
}; // prettier-ignore
