import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';

export interface PoolingOptions {
  /** Rows and columns of the window. */
  readonly size: number;
  /** Step in rows and columns; `size` when left out. */
  readonly stride?: number;
  /** TensorFlow's padding; `valid` when left out. */
  readonly padding?: 'same' | 'valid';
}

/** Largest value of each window and channel: x [N, H, W, C] -> [N, H', W', C]. */
export const maxPool = (
  x: Tensor,
  { size, stride = size, padding = 'valid' }: PoolingOptions,
): Tensor4D => tf.maxPool(x as Tensor4D, size, stride, padding);

/** Mean of each window and channel, padding not counted: x [N, H, W, C] -> [N, H', W', C]. */
export const avgPool = (
  x: Tensor,
  { size, stride = size, padding = 'valid' }: PoolingOptions,
): Tensor4D => tf.avgPool(x as Tensor4D, size, stride, padding);

/** Mean over rows and columns: x [N, H, W, C] -> [N, C]. */
export const globalAvgPool = (x: Tensor): Tensor2D => tf.mean<Tensor2D>(x, [1, 2]);
