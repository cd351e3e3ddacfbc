import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { normalize } from './normalize.ts';

/** Mean and (biased) variance of each channel, both [C]. */
export interface Moments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

export interface BatchNormOptions {
  /** Added to the variance; 1e-5 when left out. */
  readonly epsilon?: number;
  /** Population statistics to use instead of the batch's own. */
  readonly statistics?: Moments;
  /** 1 where a position counts, 0 where it is padding that the statistics leave out; x's shape without the last axis. */
  readonly mask?: Tensor;
}

/**
 * Batch normalization (Ioffe & Szegedy 2015, arXiv 1502.03167): x [..., C], scale [C], bias [C] -> [..., C].
 * Statistics are taken over all axes but the last unless they are given.
 */
export function batchNorm<T extends Tensor>(
  x: T,
  scale: Tensor,
  bias: Tensor,
  { epsilon = 1e-5, statistics, mask }: BatchNormOptions = {},
): T {
  if (!statistics && !mask) {
    return normalize({ name: 'TtrBatchNorm', x, axes: allButLast(x), scale, bias, epsilon });
  }
  const { mean, variance } = statistics ?? channelMoments(x, mask);
  const slope = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(x, slope), tf.sub(bias, tf.mul(mean, slope)));
}

/** Mean and biased variance over all axes but the last: x [..., C]; with a mask as in `BatchNormOptions`, where it is 1. */
export function channelMoments(x: Tensor, mask?: Tensor): Moments {
  if (!mask) {
    const { mean, variance } = tf.moments(x, allButLast(x));
    return { mean: mean as Tensor1D, variance: variance as Tensor1D };
  }
  const counts = tf.cast(mask, 'float32');
  const weights = tf.expandDims(tf.div(counts, tf.sum(counts)), -1); // [..., 1]
  const meanOf = (values: Tensor): Tensor1D =>
    tf.sum<Tensor1D>(tf.mul(values, weights), allButLast(x));
  const mean = meanOf(x);
  return { mean, variance: meanOf(tf.square(tf.sub(x, mean))) };
}

const allButLast = (x: Tensor): number[] => Array.from({ length: x.rank - 1 }, (_, axis) => axis);
