import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** Gives x mean 0 and variance 1 over `axes`, then scales and shifts the last axis. */
export function normalize<T extends Tensor>(
  x: T,
  axes: number[],
  scale: Tensor,
  bias: Tensor,
  epsilon: number,
): T {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), scale), bias);
}
