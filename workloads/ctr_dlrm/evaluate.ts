/** Mean cross-entropy of a split. */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { meansOver, sigmoidCrossEntropy } from '#nn';
import { dlrm } from './model.ts';
import type { DlrmOptions } from './parameters.ts';

/** Cross-entropy of each flight [B]; label smoothing e moves a label z to (1 - e) z + e / 2. */
export function losses(input: LossInput, options: DlrmOptions): Losses {
  const { labelSmoothing: e } = input;
  const label = tf.add(tf.mul(input.batch.tensors['label']!, 1 - e), e / 2);
  return { values: sigmoidCrossEntropy(dlrm(input, options), label) };
}

export const evaluate = (
  { params, split, batchSize }: EvaluationInput,
  options: DlrmOptions,
): Record<string, number> =>
  meansOver({ split, batchSize }, (batch) => ({
    loss: losses({ params, batch, dropout: 0, labelSmoothing: 0, seed: 0 }, options).values,
  }));
