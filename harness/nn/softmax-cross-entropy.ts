import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { customGradient } from './custom-gradient.ts';
import { fused } from './fused.ts';

/**
 * Cross-entropy of each row with its class: logits [N, V], labels int32 [N] -> [N].
 *
 * With label smoothing e the target is (1 - e) onehot + e / V (Szegedy et al. 2015, arXiv 1512.00567).
 * A row whose label lies outside [0, V) is left out: loss 0, gradient 0.
 */
export const softmaxCrossEntropy = (logits: Tensor, labels: Tensor, labelSmoothing = 0): Tensor1D =>
  (fused({
    name: 'TtrSoftmaxCrossEntropy',
    inputs: { logits, labels },
    differentiable: ['logits'],
    attributes: { labelSmoothing },
  }) as Tensor1D | undefined) ?? plain(logits, labels, labelSmoothing);

function plain(logits: Tensor, labels: Tensor, labelSmoothing: number): Tensor1D {
  const classes = logits.shape[1]!;
  const target = (labels: Tensor) => {
    const hot = tf.cast(tf.oneHot(labels, classes), 'float32');
    const counts = tf.sum<Tensor2D>(hot, 1, true);
    const mass = tf.add(tf.mul(1 - labelSmoothing, hot), tf.mul(labelSmoothing / classes, counts));
    return { mass, counts };
  };
  return customGradient<Tensor1D>({
    inputs: [logits],
    forward: () => {
      const logProbabilities = tf.logSoftmax(logits);
      const value = tf.neg(tf.sum<Tensor1D>(tf.mul(target(labels).mass, logProbabilities), 1));
      return { value, saved: [logProbabilities, labels] };
    },
    backward: (dy, [logProbabilities, labels]) => {
      const { mass, counts } = target(labels!);
      const slope = tf.sub(tf.mul(counts, tf.exp(logProbabilities!)), mass);
      return [tf.mul(slope, tf.expandDims(dy, 1))];
    },
  });
}
