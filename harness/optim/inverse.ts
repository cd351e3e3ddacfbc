/** Inverses of small symmetric positive definite matrices without a linear-algebra kernel. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';

/**
 * A^-1 of a symmetric positive definite A [n, n] by Newton-Schulz, X <- X (2 I - A X) from X = I / trace(A), which converges for
 * every such A (Ben-Israel & Cohen 1966). Its error squares in each round once the smallest eigenvalue times 2^rounds is
 * above the trace: 24 rounds serve condition numbers up to some 10^6.
 */
export const newtonInverse = (a: Tensor2D, rounds = 24): Tensor2D => {
  const n = a.shape[0];
  const identity = tf.eye(n);
  const twice = identity.mul<Tensor2D>(2);
  let x = identity.div<Tensor2D>(a.mul(identity).sum());
  for (let i = 0; i < rounds; i++) x = tf.matMul(x, twice.sub(a.matMul(x)));
  return x;
};
