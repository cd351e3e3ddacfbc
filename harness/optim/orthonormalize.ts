/** Orthonormal rows by Gram-Schmidt: the Q of a QR decomposition, in a fixed number of products. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Rows taken at once: what lies before them is projected out with one product for all. */
const panel = 16;

/** x without its components along the rows of `basis`; twice, or float32 leaves some ("twice is enough", Kahan and Parlett). */
const without = (x: Tensor, basis: Tensor): Tensor => {
  const once = x.sub(x.matMul(basis, false, true).matMul(basis));
  return once.sub(once.matMul(basis, false, true).matMul(basis));
};

const rows = (x: Tensor, from: number, count: number): Tensor =>
  x.slice([0, from, 0], [x.shape[0], count, x.shape[2]!]);

/** A row [k, 1, n] of length one; zeros stay. */
const unit = (x: Tensor): Tensor => x.mul(x.matMul(x, false, true).add(1e-30).rsqrt());

const joined = (parts: readonly Tensor[]): Tensor =>
  parts.length === 1 ? parts[0]! : tf.concat([...parts], 1);

/** One panel [k, b, n], row by row. */
const within = (x: Tensor): Tensor => {
  const done: Tensor[] = [];
  for (let i = 0; i < x.shape[1]!; i++) {
    const row = rows(x, i, 1);
    done.push(unit(i === 0 ? row : without(row, joined(done))));
  }
  return joined(done);
};

/**
 * The rows of each matrix of a batch [k, r, n], r <= n, made orthonormal from the first on: Q' of X' = Q R with a positive
 * diagonal of R. Rows are orthonormal to 1e-5 in float32 while the condition of X is below 1e6; n up to 256 was tried.
 */
export const orthonormalize = (x: Tensor): Tensor => {
  const done: Tensor[] = [];
  for (let from = 0; from < x.shape[1]!; from += panel) {
    const next = rows(x, from, Math.min(panel, x.shape[1]! - from));
    done.push(within(from === 0 ? next : without(next, joined(done))));
  }
  return joined(done);
};
