import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { customGradient } from './custom-gradient.ts';
import { fused } from './fused.ts';

/**
 * Cross-entropy of independent yes-or-no labels, element by element; labels lie in [0, 1] and have the logits' shape.
 * Written as max(x, 0) - x z + log(1 + exp(-|x|)), which never overflows. Differentiable in the logits only.
 */
export const sigmoidCrossEntropy = <T extends Tensor>(logits: T, labels: Tensor): T =>
  (fused({
    name: 'TtrSigmoidCrossEntropy',
    inputs: { logits, labels },
    differentiable: ['logits'],
  }) as T | undefined) ?? plain(logits, labels);

function plain<T extends Tensor>(logits: T, labels: Tensor): T {
  return customGradient<T>({
    inputs: [logits],
    forward: () => {
      const linear = tf.sub<T>(tf.relu(logits), tf.mul(logits, labels));
      const value = tf.add<T>(linear, tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
      return { value, saved: [logits, labels] };
    },
    backward: (dy, [logits, labels]) => [tf.mul(dy, tf.sub(tf.sigmoid(logits!), labels!))],
  });
}
