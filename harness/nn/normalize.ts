import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused, type FusedLayer } from './fused.ts';

export interface Normalization<T extends Tensor> {
  /** The engine's kernel that does the same. */
  readonly name: FusedLayer['name'];
  readonly x: T;
  /** What mean and variance are taken over. */
  readonly axes: number[];
  /** [C]. */
  readonly scale: Tensor;
  readonly bias: Tensor;
  readonly epsilon: number;
}

/** Gives x [..., C] mean 0 and variance 1 over `axes`, then scales and shifts the last axis. */
export function normalize<T extends Tensor>(normalization: Normalization<T>): T {
  const { name, x, axes, scale, bias, epsilon } = normalization;
  const inputs = { x, scale, bias };
  const differentiable = ['x', 'scale', 'bias'];
  const value = fused({ name, inputs, differentiable, attributes: { epsilon } });
  return (value as T | undefined) ?? plain(x, axes, scale, bias, epsilon);
}

function plain<T extends Tensor>(
  x: T,
  axes: number[],
  scale: Tensor,
  bias: Tensor,
  epsilon: number,
): T {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), scale), bias);
}
