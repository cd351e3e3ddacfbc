import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Affine map of the last axis: x [..., I], kernel [I, O], bias [O] -> [..., O]. */
export function dense(x: Tensor, kernel: Tensor, bias?: Tensor): Tensor {
  const [inputs, outputs] = kernel.shape as [number, number];
  const y = tf.matMul(tf.reshape(x, [-1, inputs]), kernel);
  return tf.reshape(bias ? tf.add(y, bias) : y, [...x.shape.slice(0, -1), outputs]);
}
