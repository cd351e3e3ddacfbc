/** Kernels of the backend that we keep, because they are right and fast enough. */
import * as tf from '@tensorflow/tfjs';
import {
  type Case,
  type Cases,
  flags,
  mixed,
  negative,
  type Operand,
  positive,
  special,
} from './case.ts';
import { binary, each } from './elementwise.ts';
import { grid, pick, placesOf, reduce } from './grid.ts';

/** Numbers in [-0.9, 0.9). */
const small = (shape: readonly number[]): Operand => ({
  shape,
  values: Array.from(mixed(shape).values, (v) => 0.3 * v),
});

/** An operation on shapes [5, 7] and [2, 3, 5], on numbers of both signs and on negative ones. */
const onBoth = (
  op: (x: tf.Tensor) => tf.Tensor,
  formula: (x: Float64Array, shape: readonly number[]) => readonly number[],
  slopes: readonly number[] = [],
): Case[] =>
  [[5, 7], [2, 3, 5]].flatMap((shape) =>
    [mixed, negative].map((draw) => ({
      inputs: [draw(shape)],
      op: (x) => op(x),
      formula: (x: Float64Array) => formula(x, shape),
      slopes,
    })),
  ); // prettier-ignore

const lastAxis = (f: (row: readonly number[]) => number) => (x: Float64Array, shape: readonly number[]) =>
  reduce(x, shape, [shape.length - 1], f); // prettier-ignore

const product = (row: readonly number[]): number => row.reduce((a, b) => a * b, 1);

const logical = (
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => boolean,
): Case[] => [
  {
    inputs: [flags([3, 7], 1), flags([3, 7], 2)],
    op: (a, b) => op(a, b),
    formula: (a, b) => a.map((v, i) => Number(f(v, b[i]!))),
  },
];

/** Without the case of NaN and infinities. */
const operandsOnly = (all: readonly Case[]): Case[] => all.slice(0, -1);

const selu = [1.0507009873554805, 1.6732632423543772] as const;

/** Sum over neighbouring channels of squares, as LRN defines it: radius 5, bias 1, alpha 1, beta 0.5. */
const lrn = (x: Float64Array): number[] =>
  grid([2, 2, 3, 5], (at) => {
    const around = Array.from({ length: 11 }, (_, k) => pick(x, [2, 2, 3, 5], at.with(3, at[3]! + k - 5)));
    return pick(x, [2, 2, 3, 5], at) / Math.sqrt(1 + around.reduce((sum, v) => sum + v * v, 0));
  }); // prettier-ignore

/** Windows of 2 x 2 x 2 in [2, 3, 3, 3, channels], one after the other; the values of each by place in the window. */
const volumes =
  (channels: number) =>
  (x: Float64Array): number[][][] =>
    placesOf([2, 2, 2, 2]).map(([n, i, j, k]) =>
      placesOf([2, 2, 2]).map(([a, b, c]) =>
        Array.from({ length: channels }, (_, ch) =>
          pick(x, [2, 3, 3, 3, channels], [n!, i! + a!, j! + b!, k! + c!, ch]),
        ),
      ),
    );

const conv3d = (draw: typeof mixed): Case => ({
  inputs: [draw([2, 3, 3, 3, 3], 1), draw([2, 2, 2, 3, 2], 2)],
  op: (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, 'valid'),
  formula: (x, filter) =>
    volumes(3)(x).flatMap((window) =>
      [0, 1].map((out) => window.flat().reduce((sum, v, i) => sum + v * filter[2 * i + out]!, 0)),
    ),
  slopes: [1],
});

const meanPool = (draw: typeof mixed): Case => ({
  inputs: [draw([2, 3, 3, 3, 3])],
  op: (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'valid'),
  formula: (x) =>
    volumes(3)(x).flatMap((window) =>
      [0, 1, 2].map((c) => window.reduce((sum, values) => sum + values[c]!, 0) / 8),
    ),
  slopes: [0],
});

export const keptCases: Cases = {
  Abs: each(tf.abs, Math.abs),
  Acos: each(tf.acos, Math.acos, [small([5, 7])]),
  Acosh: [{ inputs: [{ shape: [3], values: [1.5, 2, 7] }], op: (x) => tf.acosh(x), formula: (x) => x.map(Math.acosh), slopes: [0] }],
  Add: binary(tf.add, (a, b) => a + b, { slopes: [0, 1] }),
  AddN: [{ inputs: [mixed([5], 1), mixed([5], 2), mixed([5], 3)], op: (...x) => tf.addN(x), formula: (a, b, c) => a.map((v, i) => v + b[i]! + c[i]!), slopes: [0, 1, 2] }],
  Asin: each(tf.asin, Math.asin, [small([5, 7])]),
  Asinh: each(tf.asinh, Math.asinh),
  Atan: each(tf.atan, Math.atan),
  Atan2: binary(tf.atan2, Math.atan2, { slopes: [0, 1] }),
  Atanh: each(tf.atanh, Math.atanh, [small([5, 7])]),
  All: [{ inputs: [flags([5, 7])], op: (x) => tf.all(x, 1), formula: (x) => reduce(x, [5, 7], [1], (row) => Number(row.every((v) => v === 1))) }],
  Any: [{ inputs: [flags([5, 7])], op: (x) => tf.any(x, 1), formula: (x) => reduce(x, [5, 7], [1], (row) => Number(row.some((v) => v === 1))) }],
  ArgMax: onBoth((x) => tf.argMax(x, -1), lastAxis((row) => row.indexOf(Math.max(...row)))),
  ArgMin: onBoth((x) => tf.argMin(x, -1), lastAxis((row) => row.indexOf(Math.min(...row)))),
  Ceil: each(tf.ceil, Math.ceil),
  Cos: each(tf.cos, Math.cos),
  Cosh: each(tf.cosh, Math.cosh),
  Elu: each(tf.elu, (x) => (x > 0 ? x : Math.expm1(x))),
  Expm1: each(tf.expm1, Math.expm1),
  Floor: each(tf.floor, Math.floor),
  FloorDiv: binary(tf.floorDiv, (a, b) => Math.floor(a / b)),
  IsFinite: each(tf.isFinite, (x) => Number(Number.isFinite(x)), []),
  IsInf: each(tf.isInf, (x) => Number(Math.abs(x) === Infinity), []),
  IsNan: each(tf.isNaN, (x) => Number(Number.isNaN(x)), []),
  Log1p: each(tf.log1p, Math.log1p, [small([5, 7])]),
  LogicalXor: logical(tf.logicalXor, (a, b) => a !== b),
  Mod: operandsOnly(binary(tf.mod, (a, b) => a - b * Math.floor(a / b))),
  Multiply: binary(tf.mul, (a, b) => a * b, { slopes: [0, 1] }),
  Neg: each(tf.neg, (x) => -x),
  Prod: onBoth((x) => tf.prod(x, x.rank - 1), lastAxis(product), [0]),
  RealDiv: binary(tf.div, (a, b) => a / b, { slopes: [0, 1] }),
  Reciprocal: each(tf.reciprocal, (x) => 1 / x, [positive([5, 7]), negative([3])]),
  Round: each(tf.round, (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))),
  Rsqrt: each(tf.rsqrt, (x) => 1 / Math.sqrt(x), [positive([5, 7])]),
  Selu: each(tf.selu, (x) => (x > 0 ? selu[0] * x : selu[0] * selu[1] * Math.expm1(x))),
  Sin: each(tf.sin, Math.sin),
  Sinh: each(tf.sinh, Math.sinh),
  Sqrt: each(tf.sqrt, Math.sqrt, [positive([5, 7])]),
  Square: each(tf.square, (x) => x * x),
  Step: each((x) => tf.step(x), (x) => Number.isNaN(x) ? NaN : Number(x > 0)),
  Sub: binary(tf.sub, (a, b) => a - b, { slopes: [0, 1] }),
  Tan: each(tf.tan, Math.tan, [small([5, 7])]),
  Conv3D: [mixed, negative].map(conv3d),
  Conv3DBackpropFilterV2: [mixed, negative].map(conv3d),
  AvgPool3D: [mixed, negative].map(meanPool),
  AvgPool3DGrad: [mixed, negative].map(meanPool),
  LRN: [mixed, negative].map((draw) => ({ inputs: [draw([2, 2, 3, 5])], op: (x) => tf.localResponseNormalization(x as tf.Tensor4D), formula: lrn, slopes: [0] })),
  FusedBatchNorm: [mixed, negative, special].map((draw) => ({
    inputs: [draw([2, 3, 5]), mixed([5], 2), positive([5], 3), mixed([5], 4), mixed([5], 5)],
    op: (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale),
    formula: (x, mean, variance, offset, scale) =>
      x.map((v, i) => ((v - mean[i % 5]!) / Math.sqrt(variance[i % 5]! + 1e-3)) * scale[i % 5]! + offset[i % 5]!),
    slopes: draw === special ? [] : [0, 3, 4],
  })),
}; // prettier-ignore
