/** Mean cross-entropy of a split. */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { sigmoidCrossEntropy } from '#nn';
import { dlrm } from './model.ts';
import type { DlrmOptions } from './parameters.ts';

/** Cross-entropy of each flight [B]; label smoothing e moves a label z to (1 - e) z + e / 2. */
export function losses(input: LossInput, options: DlrmOptions): Losses {
  const { labelSmoothing: e } = input;
  const label = tf.add(tf.mul(input.batch.tensors['label']!, 1 - e), e / 2);
  return { values: sigmoidCrossEntropy(dlrm(input, options), label) };
}

/** Added in double precision and in order, so that the edges of batches leave no trace. */
export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: DlrmOptions,
): Record<string, number> {
  let sum = 0;
  for (let from = 0; from < split.size; from += batchSize) {
    const size = Math.min(batchSize, split.size - from);
    const values = tf.tidy(() => {
      const batch = split.batch(Array.from({ length: size }, (_, i) => from + i));
      const input = { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 };
      return losses(input, options).values.dataSync();
    });
    for (const value of values) sum += value;
  }
  return { loss: sum / split.size };
}
