/**
 * Error rate with population statistics for batch norm.
 *
 * Parameters are all that a model has: there are no running averages. Instead the statistics are measured when a model is
 * judged, with the very parameters that are judged, on one fixed batch of training images (Wu & Johnson 2021,
 * "Rethinking 'Batch' in BatchNorm", arXiv 2105.07576, section 3: PreciseBN). So the value does not hang on how the
 * judged images are batched, nor on what the statistics of earlier parameters were.
 */
import * as tf from '@tensorflow/tfjs';
import type { Dataset, EvaluationInput, Params } from '#spec';
import { batchNorm, channelMoments, softmaxCrossEntropy } from '#nn';
import type { Moments } from '#nn';
import { resNet } from './model.ts';
import type { Norm, ResNetOptions } from './model.ts';

/** Training images that the statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 1024;

/** Normalizes by the batch's own mean and variance, as in training. */
export const ownStatistics =
  (params: Params): Norm =>
  (x, path) =>
    batchNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!);

export function evaluate(
  { params, split, train, batchSize }: EvaluationInput,
  options: ResNetOptions,
): Record<string, number> {
  const population = populationMoments(params, train, options);
  const norm: Norm = (x, path) =>
    batchNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!, {
      statistics: population[path]!,
    });
  let errors = 0;
  let loss = 0;
  for (let start = 0; start < split.size; start += batchSize) {
    const batch = split.batch(range(start, Math.min(start + batchSize, split.size)));
    const [wrong, losses] = tf.tidy(() => {
      const logits = resNet(params, batch.tensors['image']!, norm, options);
      const labels = batch.tensors['label']!;
      return [
        tf.argMax(logits, 1).notEqual(labels).dataSync(),
        softmaxCrossEntropy(logits, labels).dataSync(),
      ];
    });
    tf.dispose(batch.tensors);
    errors += total(wrong);
    loss += total(losses);
  }
  for (const { mean, variance } of Object.values(population)) tf.dispose([mean, variance]);
  return { errorRate: errors / split.size, loss: loss / split.size };
}

/** Mean and variance of what enters each norm. */
function populationMoments(
  params: Params,
  train: Dataset,
  options: ResNetOptions,
): Record<string, Moments> {
  const moments: Record<string, Moments> = {};
  const batch = train.batch(range(0, Math.min(populationSample, train.size)));
  tf.tidy(() => {
    const measure: Norm = (x, path) => {
      const { mean, variance } = channelMoments(x);
      moments[path] = { mean: tf.keep(mean), variance: tf.keep(variance) };
      return batchNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!, {
        statistics: { mean, variance },
      });
    };
    resNet(params, batch.tensors['image']!, measure, options);
  });
  tf.dispose(batch.tensors);
  return moments;
}

const range = (start: number, end: number): Int32Array =>
  Int32Array.from({ length: end - start }, (_, i) => start + i);

/** Added in double precision and in order, so that the batches' edges leave no trace. */
const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);
