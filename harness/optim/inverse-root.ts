/** Inverse p-th roots of symmetric positive semidefinite matrices, by products of matrices only. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

export interface InverseRootOptions {
  /** Added to the diagonal, times the Frobenius norm; relative, because float32 cannot follow an absolute one. */
  readonly ridge?: number;
  /** Where the iteration ends with ||M - I|| above this, the old root stays. */
  readonly tolerance?: number;
}

/** x^p by repeated squaring; p a whole number from 1. */
const power = (x: Tensor, p: number): Tensor => {
  if (p === 1) return x;
  const half = power(x, Math.floor(p / 2));
  const even = half.matMul(half);
  return p % 2 === 0 ? even : even.matMul(x);
};

/**
 * Iterations that surely suffice: an eigenvalue of M that is small grows by (1 + 1/p)^p at each, the smallest is
 * (1 + p) ridge / 2 at the start, and five more square the rest of the error away.
 */
export const rootIterations = (p: number, ridge: number): number =>
  Math.ceil(Math.log(2 / ((1 + p) * ridge)) / (p * Math.log(1 + 1 / p))) + 5;

/** The Frobenius norm of each matrix of a batch, [k, 1, 1]. */
export const frobenius = (x: Tensor): Tensor => x.square().sum([-2, -1], true).sqrt();

/**
 * (A + ridge ||A|| I)^(-1/p) of each matrix of a batch [k, n, n], `old` where that fails, as for a matrix of zeros. The coupled
 * Newton iteration (Higham 2008, Functions of Matrices, eq. 7.18; after Anil et al. 2020, https://arxiv.org/abs/2002.09018):
 *
 *     z = (1 + p) / (2 ||A||),  M = z A,  H = z^(1/p) I;   N = (1 + 1/p) I - M / p,  M <- N^p M,  H <- H N
 *
 * at a fixed number of iterations (`rootIterations`), for no value is read. Errors in float32, p from 2, n up to 256, relative to
 * the largest number of the root in float64: 1e-5 at condition 1e2, 2e-4 at 1e4, and 1e-2 at 1e6 and above, where the ridge of
 * 1e-6 takes over, also for a matrix of rank one. p = 1 has up to 4e-2 there.
 */
export const inverseRoot = (
  a: Tensor,
  p: number,
  old: Tensor,
  { ridge = 1e-6, tolerance = 0.1 }: InverseRootOptions = {},
): Tensor => {
  const eye = tf.eye(a.shape[1]!);
  const norm = frobenius(a);
  const z = norm.pow(-1).mul((1 + p) / 2);
  let m = a.add(norm.mul(eye).mul(ridge)).mul(z);
  let h: Tensor = z.pow(1 / p).mul(eye);
  const wide = eye.mul(1 + 1 / p);
  for (let i = rootIterations(p, ridge); i > 0; i--) {
    const n = wide.sub(m.mul(1 / p));
    m = power(n, p).matMul(m);
    h = h.matMul(n);
  }
  const converged = frobenius(m.sub(eye))
    .less(tolerance)
    .tile([1, ...a.shape.slice(1)]);
  return tf.where(converged, h, old);
};
