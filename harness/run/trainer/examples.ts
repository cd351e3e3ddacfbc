/**
 * How many examples a batch has. What a submission says of it (`size`) is never believed: a workload has the same number
 * of losses for every example (a contract test asks it of all; it is one in each of them today), so the losses that a model
 * computed tell how many examples went through it, drawn or made by hand, also where the first dimensions of a batch count
 * atoms or sounds.
 */
import * as tf from '@tensorflow/tfjs';
import type { Dataset, Model, Params } from '#spec';

/** Examples that are drawn to count their losses. */
const sampled = 2;

/** Losses of one example of a workload, counted on its first examples. */
export function lossesPerExample(model: Model, dataset: Dataset, params: Params): number {
  const indices = Int32Array.from({ length: Math.min(sampled, dataset.size) }, (_, i) => i);
  const losses = tf.tidy(() => {
    const batch = dataset.batch(indices);
    return model.losses({ params, batch, dropout: 0, labelSmoothing: 0, seed: 0 }).values.size;
  });
  return losses / indices.length;
}
