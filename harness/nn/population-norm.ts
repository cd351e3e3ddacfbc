import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { batchNorm, channelMoments, type Moments } from './batch-norm.ts';

/**
 * Normalizes x [..., C] by the scale and bias that stand under `path`. The mask has x's shape without the last axis and
 * is 1 where a position counts; all count when it is left out.
 */
export type Norm = (x: Tensor, path: string, mask?: Tensor) => Tensor;

/** Batch norm as in training: by mean and variance of x itself. */
export const ownStatistics =
  (params: Params): Norm =>
  (x, path, mask) =>
    batchNorm(x, ...affine(params, path), mask && { mask });

/**
 * Batch norm as in evaluation: by population statistics that are measured with the very parameters that are judged
 * (PreciseBN, Wu & Johnson 2021, arXiv 2105.07576, section 3). Parameters are all that a model has; there are no running
 * averages. `measure` runs the model on training data; `use` gets the norm that remembers what each layer saw.
 */
export function withPopulationStatistics<T>(
  params: Params,
  measure: (norm: Norm) => void,
  use: (norm: Norm) => T,
): T {
  const population = new Map<string, Moments>();
  const given =
    (statisticsOf: (x: Tensor, path: string, mask?: Tensor) => Moments): Norm =>
    (x, path, mask) =>
      batchNorm(x, ...affine(params, path), { statistics: statisticsOf(x, path, mask) });
  const measuring = given((x, path, mask) => {
    const { mean, variance } = channelMoments(x, mask);
    const statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
    population.set(path, statistics);
    return statistics;
  });
  try {
    tf.tidy(() => {
      measure(measuring);
    });
    return use(given((_, path) => population.get(path)!));
  } finally {
    for (const { mean, variance } of population.values()) tf.dispose([mean, variance]);
  }
}

const affine = (params: Params, path: string): [Tensor, Tensor] => [
  params[`${path}/scale`]!,
  params[`${path}/bias`]!,
];
