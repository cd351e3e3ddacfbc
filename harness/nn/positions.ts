import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/**
 * Fixed positions (Vaswani et al. 2017, arXiv 1706.03762, section 3.5): sines in the first half of the columns, cosines in the
 * second, wavelengths from 2 pi to 20,000 pi -> [count, width], for the positions start, start + 1, ...
 */
export function sinusoidalPositions(count: number, width: number, start = 0): Tensor {
  const half = width / 2;
  const position = tf.range(start, start + count).reshape([-1, 1]);
  const frequency = tf.exp(tf.mul(tf.range(0, half), -Math.log(10_000) / (half - 1)));
  const angle = tf.mul(position, frequency);
  return tf.concat([tf.sin(angle), tf.cos(angle)], 1);
}
