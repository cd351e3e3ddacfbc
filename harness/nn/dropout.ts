import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused } from './fused.ts';
import { threefry } from './threefry.ts';

/**
 * Inverted dropout (Srivastava et al. 2014, JMLR 15): zeroes each element with probability `rate` and divides the
 * others by 1 - rate. The seed decides which; the same on every engine. `foldIn` makes seeds for several layers.
 */
export function dropout<T extends Tensor>(x: T, rate: number, seed: number): T {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`A dropout rate lies in [0, 1); got ${rate}.`);
  }
  if (rate === 0) return x;
  const attributes = { rate, seed };
  const dropped = fused({ name: 'TtrDropout', inputs: { x }, differentiable: ['x'], attributes });
  if (dropped !== undefined) return dropped as T;
  return tf.mul(x, tf.tensor(mask(x.size, rate, seed), x.shape, 'float32'));
}

/** 0 with probability `rate`, else 1 / (1 - rate). */
function mask(size: number, rate: number, seed: number): Float32Array {
  const bits = new Uint32Array(size);
  threefry(seed, bits);
  const threshold = Math.floor(rate * 2 ** 32);
  const kept = 1 / (1 - rate);
  const factors = new Float32Array(size);
  for (let i = 0; i < size; i++) factors[i] = bits[i]! < threshold ? 0 : kept;
  return factors;
}
