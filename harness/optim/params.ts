/**
 * Arithmetic on whole sets of parameters: what `jax.tree.map` is to optax. Inputs are never changed, and nobody
 * disposes anything: the harness frees what a step does not return.
 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { type Rule, ruleOf } from './kernels.ts';

/** `f` of the tensors at each path of one or more sets with the same paths. */
export const map = (
  f: (...tensors: Tensor[]) => Tensor,
  first: Params,
  ...rest: readonly Params[]
): Params =>
  Object.fromEntries(
    Object.entries(first).map(([path, x]) => [path, f(x, ...rest.map((params) => params[path]!))]),
  );

/** `rule` gives `count` tensors at each path; the result is as many sets of parameters. */
export const mapMany = (
  count: number,
  rule: Rule,
  first: Params,
  ...rest: readonly Params[]
): Params[] => {
  const sets = Array.from({ length: count }, (): Params => ({}));
  if (rule.all !== undefined) {
    const paths = Object.keys(first);
    const made = rule.all([first, ...rest].map((set) => paths.map((path) => set[path]!)));
    for (const [i, tensors] of made.entries())
      for (const [k, path] of paths.entries()) sets[i]![path] = tensors[k]!;
    return sets;
  }
  for (const [path, x] of Object.entries(first)) {
    const tensors = rule(x, ...rest.map((params) => params[path]!));
    sets.forEach((set, i) => (set[path] = tensors[i]!));
  }
  return sets;
};

export const zerosLike = (params: Params): Params => map((x) => tf.zerosLike(x), params);

/** The same values as tensors of their own: for a state that keeps parameters, which the harness frees one by one. */
export const clone = (params: Params): Params => map((x) => x.clone(), params);

/** The square of each number. */
export const square = (params: Params): Params => map((x) => x.square(), params);

/** a + b */
export const add = (a: Params, b: Params): Params =>
  mapMany(
    1,
    linear(1, 1, () => (x, y) => [x.add(y)]),
    a,
    b,
  )[0]!;

/** a - b */
export const sub = (a: Params, b: Params): Params => map((x, y) => x.sub(y), a, b);

/** factor a */
export const scale = (a: Params, factor: number | Scalar): Params => {
  if (typeof factor !== 'number') return map((x) => x.mul(factor), a);
  const rule = ruleOf('TtrScale', ['a'], { k: factor }, () => {
    const k = tf.scalar(factor);
    return (x) => [x.mul(k)];
  });
  return mapMany(1, rule, a)[0]!;
};

/** Two tensors of one shape to ka a + kb b. */
const linear = (ka: number, kb: number, plain: () => Rule): Rule =>
  ruleOf('TtrCombine', ['a', 'b'], { ka, kb }, plain);

/** ka a + kb b */
export const combine = (a: Params, ka: number, b: Params, kb: number): Params => {
  const rule = linear(ka, kb, () => {
    const [sa, sb] = [tf.scalar(ka), tf.scalar(kb)];
    return (x, y) => [x.mul(sa).add(y.mul(sb))];
  });
  return mapMany(1, rule, a, b)[0]!;
};

/** The exponential moving average: decay old + (1 - decay) now */
export const ema = (old: Params, now: Params, decay: number): Params =>
  combine(old, decay, now, 1 - decay);

/** (1 - weight) a + weight b */
export const lerp = (a: Params, b: Params, weight: number): Params =>
  combine(a, 1 - weight, b, weight);

/** The sum of scalars, one for each path. */
const total = (terms: readonly Tensor[]): Scalar =>
  terms.length === 0 ? tf.scalar(0) : tf.addN<Scalar>(terms.map((x) => x.asScalar()));

/** The inner product over all numbers of a and b. */
export const dot = (a: Params, b: Params): Scalar =>
  total(Object.entries(a).map(([path, x]) => x.mul(b[path]!).sum()));

/** The Euclidean norm over all numbers of all tensors. */
export const globalNorm = (params: Params): Scalar => {
  const squares = ruleOf('TtrSumSquares', ['x'], {}, () => (x) => [x.square().sum()]);
  return total(Object.values(mapMany(1, squares, params)[0]!)).sqrt();
};
