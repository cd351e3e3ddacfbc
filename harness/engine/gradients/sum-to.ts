/** Undoes broadcasting in a gradient. */
import * as tf from '@tensorflow/tfjs';

/** Sums over what broadcasting added, so that the result has this shape. */
export function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  if (tf.util.arraysEqual(x.shape, shape)) return x;
  return tf.reshape(tf.sum(x, tf.broadcast_util.getReductionAxes(shape, x.shape)), shape);
}
