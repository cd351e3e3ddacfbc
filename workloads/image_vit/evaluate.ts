/** Cross-entropy, and the error rate of a split. */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { meansOver, softmaxCrossEntropy } from '#nn';
import { visionTransformer } from './model.ts';
import type { VisionTransformerOptions } from './parameters.ts';

/** Cross-entropy of each image [B]. */
export function losses(input: LossInput, options: VisionTransformerOptions): Losses {
  const logits = visionTransformer(input, options);
  const labels = input.batch.tensors['label']!;
  return { values: softmaxCrossEntropy(logits, labels, input.labelSmoothing) };
}

export const evaluate = (
  { params, split, batchSize }: EvaluationInput,
  options: VisionTransformerOptions,
): Record<string, number> =>
  meansOver({ split, batchSize }, (batch) => {
    const labels = batch.tensors['label']!;
    const logits = visionTransformer({ params, batch, dropout: 0, seed: 0 }, options);
    return {
      errorRate: tf.notEqual(tf.argMax(logits, 1), labels),
      loss: softmaxCrossEntropy(logits, labels),
    };
  });
