import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused } from './fused.ts';

/**
 * Dot products of all pairs of vectors, each with itself too, as recommendation models combine their features (Naumov et al.
 * 2019, arXiv 1906.00091): x [B, F, D] -> [B, F (F + 1) / 2], the pairs (i, j) with j >= i row by row.
 */
export const pairProducts = (x: Tensor): Tensor =>
  fused({ name: 'TtrPairProducts', inputs: { x }, differentiable: ['x'] }) ?? plain(x);

function plain(x: Tensor): Tensor {
  const [batch, vectors] = x.shape as [number, number, number];
  const grid = tf.matMul(x, x, false, true); // [B, F, F], symmetric
  return tf.matMul(tf.reshape(grid, [batch, -1]), upperTriangle(vectors));
}

/** Picks the upper triangle of a flat n x n matrix when multiplied from the right: [n^2, n (n + 1) / 2] of 0 and 1. */
function upperTriangle(n: number): Tensor {
  const places = Array.from({ length: n * n }, (_, i) => i).filter(
    (i) => i % n >= Math.floor(i / n),
  );
  const picked = tf.oneHot(tf.tensor1d(places, 'int32'), n * n); // [n (n + 1) / 2, n^2]
  return tf.transpose(tf.cast(picked, 'float32'));
}
