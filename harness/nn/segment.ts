import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';

/** Sums rows that share an id: x [N, ...], ids int32 [N] -> [count, ...]. Rows with an id outside [0, count) are dropped. */
export const segmentSum = (x: Tensor, ids: Tensor, count: number): Tensor =>
  tf.unsortedSegmentSum(x, ids as Tensor1D, count);

/** Means of rows that share an id; an id nobody has gives zeros. Shapes as in `segmentSum`. */
export function segmentMean(x: Tensor, ids: Tensor, count: number): Tensor {
  const members = segmentSum(tf.onesLike(ids).toFloat(), ids, count);
  const divisor = tf.reshape(tf.maximum(members, 1), [count, ...x.shape.slice(1).map(() => 1)]);
  return tf.div(segmentSum(x, ids, count), divisor);
}
