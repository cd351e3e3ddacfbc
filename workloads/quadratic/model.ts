/** Least squares on features of very different scale: the simplest ill-conditioned problem. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { ParameterSpec, Params } from '#spec';
import { dense, zeros } from '#nn';
import { features } from './data.ts';

export interface QuadraticOptions {
  /** Feature i (from 1) is divided by i to this power; the Hessian's condition number is 16 to twice this power. */
  readonly decay: number;
}

export const quadraticParameters: Record<string, ParameterSpec> = {
  kernel: { shape: [features, 1], role: 'weight', init: zeros },
  bias: { shape: [1], role: 'bias', init: zeros },
};

/** (prediction - y)^2 of each example: x [N, features], y [N] -> [N]. */
export function squaredErrors(
  params: Params,
  { x, y }: Readonly<Record<string, Tensor>>,
  { decay }: QuadraticOptions,
): Tensor1D {
  const scale = Array.from({ length: features }, (_, i) => (i + 1) ** -decay);
  const prediction = dense(x!.mul(tf.tensor1d(scale)), params['kernel']!, params['bias']);
  return tf.square(prediction.flatten().sub(y!));
}
