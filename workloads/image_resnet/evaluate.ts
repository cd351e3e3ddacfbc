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
import { batchNorm, channelMoments, meansOver, softmaxCrossEntropy } from '#nn';
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
  const means = meansOver({ split, batchSize }, (batch) => {
    const labels = batch.tensors['label']!;
    const logits = resNet(params, batch.tensors['image']!, norm, options);
    return {
      errorRate: tf.notEqual(tf.argMax(logits, 1), labels),
      loss: softmaxCrossEntropy(logits, labels),
    };
  });
  for (const { mean, variance } of Object.values(population)) tf.dispose([mean, variance]);
  return means;
}

/** Mean and variance of what enters each norm. */
function populationMoments(
  params: Params,
  train: Dataset,
  options: ResNetOptions,
): Record<string, Moments> {
  const moments: Record<string, Moments> = {};
  const size = Math.min(populationSample, train.size);
  tf.tidy(() => {
    const batch = train.batch(Int32Array.from({ length: size }, (_, i) => i));
    const measure: Norm = (x, path) => {
      const { mean, variance } = channelMoments(x);
      moments[path] = { mean: tf.keep(mean), variance: tf.keep(variance) };
      return batchNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!, {
        statistics: { mean, variance },
      });
    };
    resNet(params, batch.tensors['image']!, measure, options);
  });
  return moments;
}
