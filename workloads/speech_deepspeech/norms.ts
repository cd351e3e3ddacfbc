/** The norm before each layer: what differs between training and evaluation. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Dataset, Params } from '#spec';
import { batchNorm, channelMoments, layerNorm, type Moments } from '#nn';
import { deepSpeech, type Network } from './model.ts';
import type { DeepSpeechOptions } from './parameters.ts';

type Norm = Network['norm'];

/** Training utterances that population statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 128;

const affine = (params: Params, path: string): [Tensor, Tensor] => [
  params[`${path}/norm/scale`]!,
  params[`${path}/norm/bias`]!,
];

const layerNorms =
  (params: Params): Norm =>
  (x, path) =>
    layerNorm(x, ...affine(params, path), 1e-6);

/** As in training: batch norm takes mean and variance of the batch's own frames that count. */
export const trainingNorm = (params: Params, { norm }: DeepSpeechOptions): Norm =>
  norm === 'layer'
    ? layerNorms(params)
    : (x, path, mask) => batchNorm(x, ...affine(params, path), { mask });

/** A norm that holds tensors. */
export interface HeldNorm {
  readonly norm: Norm;
  readonly free: () => void;
}

/**
 * For evaluation: batch norm takes population statistics, measured with the very parameters that are judged (PreciseBN,
 * Wu & Johnson 2021, arXiv 2105.07576, section 3). Parameters are all that a model has; there are no running averages.
 */
export function evaluationNorm(
  params: Params,
  train: Dataset,
  options: DeepSpeechOptions,
): HeldNorm {
  if (options.norm === 'layer') return { norm: layerNorms(params), free: () => undefined };
  const moments = populationMoments(params, train, options);
  return {
    norm: (x, path) => batchNorm(x, ...affine(params, path), { statistics: moments.get(path)! }),
    free: () => {
      for (const { mean, variance } of moments.values()) tf.dispose([mean, variance]);
    },
  };
}

/** Mean and variance of what enters each norm, by path. */
function populationMoments(
  params: Params,
  train: Dataset,
  options: DeepSpeechOptions,
): Map<string, Moments> {
  const size = Math.min(populationSample, train.size);
  const { tensors } = train.batch(Array.from({ length: size }, (_, i) => i));
  const moments = new Map<string, Moments>();
  tf.tidy(() => {
    const norm: Norm = (x, path, mask) => {
      const { mean, variance } = channelMoments(x, mask);
      const statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
      moments.set(path, statistics);
      return batchNorm(x, ...affine(params, path), { statistics });
    };
    const net: Network = { params, options, drop: (x) => x, norm };
    deepSpeech(net, tensors['features']!, tensors['featureLengths']!);
  });
  tf.dispose(tensors);
  return moments;
}
