/** Least squares on features of very different scale: the simplest ill-conditioned problem. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { dense } from '#nn';
import { features } from './data.ts';
import type { QuadraticOptions } from './parameters.ts';

/** The predicted numbers: x [N, features] -> [N]. */
export function predictions(params: Params, x: Tensor, { decay }: QuadraticOptions): Tensor {
  const scale = Array.from({ length: features }, (_, i) => (i + 1) ** -decay);
  return dense(x.mul(tf.tensor1d(scale)), params['kernel']!, params['bias']).flatten();
}
