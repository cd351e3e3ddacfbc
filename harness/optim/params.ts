/**
 * Arithmetic on whole sets of parameters: what `jax.tree.map` is to optax. Inputs are never changed, and nobody
 * disposes anything: the harness frees what a step does not return.
 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';

/** `f` of the tensors at each path of one or more sets with the same paths. */
export const map = (
  f: (...tensors: Tensor[]) => Tensor,
  first: Params,
  ...rest: readonly Params[]
): Params =>
  Object.fromEntries(
    Object.entries(first).map(([path, x]) => [path, f(x, ...rest.map((params) => params[path]!))]),
  );

export const zerosLike = (params: Params): Params => map((x) => tf.zerosLike(x), params);

/** a + b */
export const add = (a: Params, b: Params): Params => map((x, y) => x.add(y), a, b);

/** a - b */
export const sub = (a: Params, b: Params): Params => map((x, y) => x.sub(y), a, b);

/** factor a */
export const scale = (a: Params, factor: number | Scalar): Params => {
  const k = typeof factor === 'number' ? tf.scalar(factor) : factor;
  return map((x) => x.mul(k), a);
};

/** ka a + kb b */
export const combine = (a: Params, ka: number, b: Params, kb: number): Params => {
  const [sa, sb] = [tf.scalar(ka), tf.scalar(kb)];
  return map((x, y) => x.mul(sa).add(y.mul(sb)), a, b);
};

/** The exponential moving average: decay old + (1 - decay) now */
export const ema = (old: Params, now: Params, decay: number): Params =>
  combine(old, decay, now, 1 - decay);

/** a + weight (b - a) */
export const lerp = (a: Params, b: Params, weight: number): Params => {
  const w = tf.scalar(weight);
  return map((x, y) => x.add(y.sub(x).mul(w)), a, b);
};

/** The sum of scalars, one for each path. */
const total = (terms: readonly Tensor[]): Scalar =>
  terms.length === 0 ? tf.scalar(0) : tf.addN<Scalar>(terms.map((x) => x.asScalar()));

/** The inner product over all numbers of a and b. */
export const dot = (a: Params, b: Params): Scalar =>
  total(Object.entries(a).map(([path, x]) => x.mul(b[path]!).sum()));

/** The Euclidean norm over all numbers of all tensors. */
export const globalNorm = (params: Params): Scalar =>
  total(Object.values(params).map((x) => x.square().sum())).sqrt();
