/**
 * How both speech models begin: convolutions that make frames and bands fewer, and a dense layer. That has no bias: a norm
 * that follows takes it away again, or has one of its own.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { ParameterSpec, Params } from '#spec';
import { conv2d, dense, glorotUniform, zeros } from '#nn';
import { bands } from './data.ts';

export interface SubsamplingOptions {
  /** Channels of each convolution. */
  readonly channels: number;
  /** Step of each convolution in frames; in bands it is 2. */
  readonly timeStrides: readonly number[];
  /** Width of the dense layer's output. */
  readonly width: number;
}

/** Frames that are left, [B, N, width], and how many of them count, int32 [B]. */
export interface Frames {
  readonly x: Tensor;
  readonly lengths: Tensor;
}

export function subsamplingParameters(options: SubsamplingOptions): Record<string, ParameterSpec> {
  const { channels, timeStrides, width } = options;
  const specs: Record<string, ParameterSpec> = {};
  let inputs = 1;
  for (const i of timeStrides.keys()) {
    specs[`subsampling/conv${i}/kernel`] = {
      shape: [3, 3, inputs, channels],
      role: 'convWeight',
      init: glorotUniform(9 * inputs, 9 * channels),
    };
    specs[`subsampling/conv${i}/bias`] = { shape: [channels], role: 'bias', init: zeros };
    inputs = channels;
  }
  const left = timeStrides.reduce((count) => Math.ceil(count / 2), bands) * channels;
  specs['subsampling/out/kernel'] = {
    shape: [left, width],
    role: 'weight',
    init: glorotUniform(left, width),
  };
  return specs;
}

/** features [B, T, F], lengths int32 [B]. Frames that do not count are 0 after each convolution. */
export function subsample(
  params: Params,
  { timeStrides }: SubsamplingOptions,
  features: Tensor,
  lengths: Tensor,
  activate: (x: Tensor) => Tensor,
): Frames {
  let x: Tensor = tf.expandDims(features, 3); // [B, T, F, 1]
  let left = lengths;
  for (const [i, stride] of timeStrides.entries()) {
    const path = `subsampling/conv${i}`;
    const bias = params[`${path}/bias`]!;
    x = activate(conv2d(x, params[`${path}/kernel`]!, { stride: [stride, 2], bias }));
    left = ceilDiv(left, stride);
    const mask = realFrames(left, x.shape[1]!);
    x = tf.mul(x, tf.reshape(mask, [...mask.shape, 1, 1]));
  }
  const [batch, frames, bandsLeft, channels] = x.shape as [number, number, number, number];
  const flat = tf.reshape(x, [batch, frames, bandsLeft * channels]);
  return { x: dense(flat, params['subsampling/out/kernel']!), lengths: left };
}

/** 1 where a frame counts, else 0: lengths int32 [B] -> [B, frames]. */
export const realFrames = (lengths: Tensor, frames: number): Tensor =>
  tf.cast(tf.less(tf.range(0, frames, 1, 'int32'), tf.expandDims(lengths, 1)), 'float32');

/** Whole numbers, rounded up. */
const ceilDiv = (x: Tensor, by: number): Tensor =>
  tf.floorDiv(tf.add(x, tf.scalar(by - 1, 'int32')), tf.scalar(by, 'int32'));
