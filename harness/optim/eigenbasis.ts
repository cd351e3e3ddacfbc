/** Eigenvectors of symmetric positive semidefinite matrices, followed from a basis that is nearly theirs. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { frobenius } from './inverse-root.ts';
import { orthonormalize } from './orthonormalize.ts';

export interface Eigenbasis {
  /** [k, n, n], eigenvectors as rows. */
  readonly basis: Tensor;
  /** [k, n]: place i is taken by the vector that grew out of old row `order[i]`. */
  readonly order: Tensor2D;
}

/**
 * One round of orthogonal iteration (Golub & Van Loan 2013, section 8.2.4): rows by descending Rayleigh quotient, times A,
 * made orthonormal. An error shrinks by the ratio of neighbouring eigenvalues a round. A is taken as A / ||A|| + ridge I:
 * same eigenvectors, but those below the ridge stay as they are instead of being noise. A = 0 leaves the basis.
 */
export const followEigenbasis = (a: Tensor, basis: Tensor, ridge = 1e-6): Eigenbasis => {
  const n = a.shape.at(-1)!;
  const scaled = a.divNoNan(frobenius(a)).add(tf.eye(n).mul(ridge));
  const images = basis.matMul(scaled);
  const quotients = images.mul(basis).sum(-1);
  const order = tf.topk(quotients, n).indices as Tensor2D;
  return { basis: orthonormalize(tf.gather(images, order, 1, 1)), order };
};

/** Eigenvectors as rows, after so many rounds from the identity; of each matrix of a batch [k, n, n]. */
export const eigenbasis = (a: Tensor, rounds: number): Tensor => {
  let basis: Tensor = tf.eye(a.shape.at(-1)!).expandDims(0).tile([a.shape[0], 1, 1]);
  for (let i = 0; i < rounds; i++) basis = followEigenbasis(a, basis).basis;
  return basis;
};
