/** Loss over the labels that are known, and mean average precision. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput } from '#spec';
import { forEachBatch, sigmoidCrossEntropy } from '#nn';
import { meanAveragePrecision } from './metric.ts';
import { graphNetwork } from './model.ts';
import type { GraphNetworkOptions } from './parameters.ts';

/** Mean cross-entropy of each molecule's known labels [B], weighted by their number: the training loss is the mean over labels. */
export function losses(input: LossInput, options: GraphNetworkOptions) {
  return lossesOf(graphNetwork(input, options), input);
}

/** Label smoothing e moves a label z to (1 - e) z + e / 2. */
function lossesOf(logits: tf.Tensor2D, { batch, labelSmoothing: e }: LossInput) {
  const labels = batch.tensors['labels'] as tf.Tensor2D;
  const known = tf.cast(tf.greaterEqual(labels, 0), 'float32'); // [B, tasks]
  const each = sigmoidCrossEntropy(logits, tf.add(tf.mul(labels, 1 - e), e / 2));
  const weights = tf.sum<Tensor1D>(known, 1);
  const sums = tf.sum<Tensor1D>(tf.mul(each, known), 1);
  return { values: tf.div<Tensor1D>(sums, tf.maximum(weights, 1)), weights };
}

export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: GraphNetworkOptions,
): Record<string, number> {
  const scores: number[][] = [];
  const labels: number[][] = [];
  let loss = 0;
  let known = 0;
  forEachBatch({ split, batchSize }, (batch) => {
    const input = { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 };
    const logits = graphNetwork(input, options);
    const { values, weights } = lossesOf(logits, input);
    const [means, counts] = [values.dataSync(), weights.dataSync()];
    means.forEach((mean, i) => {
      loss += mean * counts[i]!;
      known += counts[i]!;
    });
    scores.push(...logits.arraySync());
    labels.push(...(batch.tensors['labels'] as tf.Tensor2D).arraySync());
  });
  return { meanAveragePrecision: meanAveragePrecision(scores, labels), loss: loss / known };
}
