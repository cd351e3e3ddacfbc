/** Functions of each value, and of pairs of values under broadcasting. */
import * as tf from '@tensorflow/tfjs';
import { type Case, type Cases, flags, mixed, negative, type Operand, positive, special, whole } from './case.ts'; // prettier-ignore
import { erf } from './erf.ts';
import { grid, pick } from './grid.ts';

const samples = [mixed([1]), mixed([3]), mixed([2, 5, 3]), negative([9]), positive([4, 1])];

/** A smooth function of one value; where it has none, `inputs` leaves out what it is not defined for. */
export const each = (
  op: (x: tf.Tensor) => tf.Tensor,
  f: (x: number) => number,
  inputs: readonly Operand[] = samples,
): Case[] => [
  ...inputs.map((x) => ({ inputs: [x], op, formula: (v: Float64Array) => v.map(f), slopes: [0] })),
  { inputs: [special([11])], op, formula: (v) => v.map(f) },
];

/** `f` of the values of a and b that share a place of their broadcast shape. */
const pairs =
  (a: Operand, b: Operand, f: (a: number, b: number) => number) =>
  (x: Float64Array, y: Float64Array): number[] => {
    const at = (shape: readonly number[], place: readonly number[]) =>
      place.slice(place.length - shape.length).map((i, d) => (shape[d] === 1 ? 0 : i));
    const shape = tf.broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    return grid(shape, (p) => f(pick(x, a.shape, at(a.shape, p)), pick(y, b.shape, at(b.shape, p))));
  }; // prettier-ignore

const operands: readonly (readonly [Operand, Operand])[] = [
  [mixed([9], 1), mixed([9], 2)],
  [mixed([2, 5, 3], 1), mixed([3], 2)],
  [mixed([5, 1], 1), mixed([1, 7], 2)],
  [negative([3, 5], 1), negative([3, 1], 2)],
];

export const binary = (
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => number,
  { slopes = [], given = operands }: { slopes?: number[]; given?: typeof operands } = {},
): Case[] => {
  const one = ([a, b]: readonly [Operand, Operand], wanted: readonly number[]): Case => ({
    inputs: [a, b],
    op: (x, y) => op(x, y),
    formula: pairs(a, b, f),
    slopes: wanted,
  });
  return [...given.map((pair) => one(pair, slopes)), one([special([11], 1), special([11], 2)], [])];
};

/** A comparison, on equal values too, and as the condition of a choice that is differentiated. */
const comparison = (
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  holds: (a: number, b: number) => boolean,
): Case[] => {
  const [a, b] = [mixed([3, 7], 1), mixed([3, 7], 2)];
  const [c, d] = [whole([6], [1, 2, 3, 4, 5, 6]), whole([6], [1, 3, 3, 2, 5, 0])].map(
    ({ shape, values }) => ({ shape, values }),
  ) as [Operand, Operand];
  const test = (x: number, y: number) => Number(holds(x, y));
  return [
    ...binary(op, test),
    { inputs: [c, d], op, formula: pairs(c, d, test) },
    {
      inputs: [a, b],
      op: (x, y) => tf.where(op(x, y), tf.mul(x, 2), tf.mul(y, 3)),
      formula: pairs(a, b, (x, y) => (holds(x, y) ? 2 * x : 3 * y)),
      slopes: [0, 1],
    },
  ] as Case[];
};

/** 2 a where a condition on a and b holds, else 3 b: differentiates through the logical operations. */
const logical = (
  condition: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  holds: (a: number, b: number) => boolean,
): Case[] => {
  const [a, b] = [mixed([3, 7], 1), mixed([3, 7], 2)];
  const op = (x: tf.Tensor, y: tf.Tensor) => tf.where(condition(x, y), tf.mul(x, 2), tf.mul(y, 3));
  const formula = pairs(a, b, (x, y) => (holds(x, y) ? 2 * x : 3 * y));
  return [{ inputs: [a, b], op, formula, slopes: [0, 1] }];
};

const choice = (condition: Operand): Case => ({
  inputs: [condition, mixed(condition.shape, 2), special(condition.shape, 3)],
  op: (c, t, e) => tf.where(c, t, e),
  formula: (c, t, e) => c.map((v, i) => (v === 1 ? t[i]! : e[i]!)),
});

const power = (exponent: number, inputs: readonly Operand[]): Case[] =>
  each((x) => tf.pow(x, exponent), (x) => x ** exponent, inputs); // prettier-ignore

const relu = each(tf.relu, (x) => (Number.isNaN(x) ? NaN : Math.max(x, 0)));

export const elementwiseCases: Cases = {
  Exp: each(tf.exp, Math.exp),
  Log: [
    ...each(tf.log, Math.log, [positive([1]), positive([2, 5, 3])]),
    { inputs: [negative([5])], op: tf.log, formula: (x) => x.map(() => NaN) },
  ],
  Tanh: each(tf.tanh, Math.tanh),
  Sigmoid: each(tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))),
  Softplus: each(tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Erf: each(tf.erf, erf),
  // As everywhere in tfjs, NaN has sign 0.
  Sign: each(tf.sign, (x) => Number(x > 0) - Number(x < 0)),
  LeakyRelu: each(
    (x) => tf.leakyRelu(x, 0.1),
    (x) => (x > 0 ? x : 0.1 * x),
  ),
  Relu: relu,
  ReluGrad: relu,
  Pow: [
    ...[1, 2, 3].flatMap((exponent) => power(exponent, samples)),
    ...power(2.5, [positive([5])]),
  ],
  Maximum: binary(tf.maximum, Math.max, { slopes: [0, 1] }),
  Minimum: binary(tf.minimum, Math.min, { slopes: [0, 1] }),
  Prelu: binary(tf.prelu, (x, slope) => (x < 0 ? x * slope : x), {
    slopes: [0, 1],
    // Only the slope broadcasts.
    given: operands.filter(([x]) => x.shape.at(-1) !== 1),
  }),
  Equal: comparison(tf.equal, (a, b) => a === b),
  NotEqual: comparison(tf.notEqual, (a, b) => a !== b),
  Less: comparison(tf.less, (a, b) => a < b),
  LessEqual: comparison(tf.lessEqual, (a, b) => a <= b),
  Greater: comparison(tf.greater, (a, b) => a > b),
  GreaterEqual: comparison(tf.greaterEqual, (a, b) => a >= b),
  LogicalAnd: logical((a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)), (a, b) => a > 0 && b > 0),
  LogicalOr: logical((a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0)), (a, b) => a > 0 || b > 0),
  LogicalNot: logical((a, b) => tf.logicalNot(tf.greater(a, b)), (a, b) => !(a > b)),
  Select: [
    choice(flags([1])),
    choice(flags([2, 5, 3])),
    {
      inputs: [flags([9]), mixed([9], 2), negative([9], 3)],
      op: (c, t, e) => tf.where(c, t, e),
      formula: (c, t, e) => c.map((v, i) => (v === 1 ? t[i]! : e[i]!)),
      slopes: [1, 2],
    },
  ],
  Cast: [flags([1]), flags([2, 5, 3])].map((x) => ({
    inputs: [x],
    op: (t) => tf.cast(t, 'float32'),
    formula: (v) => v,
  })),
  ClipByValue: each((x) => tf.clipByValue(x, -1, 2), (x) => Number.isNaN(x) ? NaN : Math.min(Math.max(x, -1), 2)),
  Relu6: each(tf.relu6, (x) => (Number.isNaN(x) ? NaN : Math.min(Math.max(x, 0), 6))),
  SquaredDifference: binary(tf.squaredDifference, (a, b) => (a - b) ** 2, { slopes: [0, 1] }),
  Identity: each(tf.clone, (x) => x),
  OneHot: (['float32', 'int32', 'bool'] as const).map((dtype) => ({
    inputs: [whole([2, 3], [0, 4, 2, -1, 5, 1])],
    op: (ids) => tf.oneHot(ids, 5, 1, 0, dtype),
    formula: (ids) => [...ids].flatMap((id) => [0, 1, 2, 3, 4].map((k) => Number(k === id))),
  })),
}; // prettier-ignore
