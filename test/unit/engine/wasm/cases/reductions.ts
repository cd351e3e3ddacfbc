/** Sums, means, extremes and softmax over axes. */
import * as tf from '@tensorflow/tfjs';
import { type Case, type Cases, mixed, negative, type Operand, special } from './case.ts';
import { grid, pick, reduce } from './grid.ts';

const layouts: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[1], [0]],
  [[7], [0]],
  [[5, 7], [1]],
  [[5, 7], [0]],
  [[2, 3, 5], [0, 2]],
  [[3, 2, 3, 5], [0, 1, 2]],
  [[2, 70, 3], [1]],
]; // prettier-ignore

/** Over every layout with both signs, negative values only, and NaN and infinities. */
const over = (
  op: (x: tf.Tensor, axes: number[]) => tf.Tensor,
  f: (values: readonly number[]) => number,
): Case[] => {
  const one = (x: Operand, axes: readonly number[], slopes: readonly number[]): Case => ({
    inputs: [x],
    op: (t) => op(t, [...axes]),
    formula: (v) => reduce(v, x.shape, axes, f),
    slopes,
  });
  return layouts.flatMap(([shape, axes]) => [
    one(mixed(shape), axes, [0]),
    one(negative(shape), axes, [0]),
    one(special(shape), axes, []),
  ]);
};

const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
const sums = over((x, axes) => tf.sum(x, axes), sum);
const means = over(
  (x, axes) => tf.mean(x, axes),
  (x) => sum(x) / x.length,
);

/** Running results along an axis of [3, 3, 5], counted from either end; square, so that an axis too many shows. */
const running = (op: typeof tf.cumsum, f: (values: readonly number[]) => number): Case[] =>
  [0, 1, 2, -1].flatMap((axis) =>
    [mixed, negative].flatMap((draw) =>
      [false, true].flatMap((exclusive) =>
        [false, true].map((reverse) => ({
          inputs: [draw([3, 3, 5])],
          op: (x) => op(x, axis, exclusive, reverse),
          formula: (x) => {
            const [shape, d] = [[3, 3, 5], (axis + 3) % 3];
            return grid(shape, (at) => {
              const row = Array.from({ length: shape[d]! }, (_, i) =>
                pick(x, shape, at.with(d, i)),
              );
              const end = at[d]! + Number(!exclusive);
              return f(reverse ? row.slice(at[d]! + Number(exclusive)) : row.slice(0, end));
            });
          },
          slopes: [0],
        })),
      ),
    ),
  );

const softmax = (shape: readonly number[], x: Operand): Case => ({
  inputs: [x],
  op: (t) => tf.softmax(t),
  formula: (v) => {
    const columns = shape.at(-1)!;
    return v.map((value, i) => {
      const start = i - (i % columns);
      const row = [...v.subarray(start, start + columns)];
      const top = Math.max(...row);
      return Math.exp(value - top) / sum(row.map((one) => Math.exp(one - top)));
    });
  },
  slopes: x.values[0] === -Infinity ? [] : [0],
});

/** The first logit of the tensor is hidden. */
const hidden = (shape: readonly number[]): Operand => ({
  shape,
  values: Array.from(mixed(shape).values, (v, i) => (i === 0 ? -Infinity : v)),
});

const softmaxes = [[1, 1], [3, 2], [2, 3, 5], [2, 33]].flatMap((shape) => [
  softmax(shape, mixed(shape)),
  softmax(shape, negative(shape)),
  ...(shape.at(-1)! > 1 ? [softmax(shape, hidden(shape))] : []),
]); // prettier-ignore

export const reductionCases: Cases = {
  Sum: sums,
  Mean: means,
  SpreadAxis: [...sums, ...means],
  Max: over((x, axes) => tf.max(x, axes), (x) => Math.max(...x)),
  Min: over((x, axes) => tf.min(x, axes), (x) => Math.min(...x)),
  Cumsum: running(tf.cumsum, sum),
  Cumprod: running(tf.cumprod, (x) => x.reduce((a, b) => a * b, 1)),
  Softmax: softmaxes,
  SoftmaxGrad: softmaxes,
}; // prettier-ignore
