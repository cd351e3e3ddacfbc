import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { attention, type AttentionInput } from './attention.ts';
import { dense } from './dense.ts';

/** Divides the width among heads: [B, T, D] -> [B, H, T, D / H]. */
export function splitHeads(x: Tensor, heads: number): Tensor4D {
  const [batch, length, width] = x.shape as [number, number, number];
  const split = tf.reshape(x, [batch, length, heads, width / heads]);
  return tf.transpose(split, [0, 2, 1, 3]) as Tensor4D;
}

/** Puts the heads side by side again: [B, H, T, E] -> [B, T, H E]. */
export function joinHeads(x: Tensor4D): Tensor3D {
  const [batch, heads, length, depth] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * depth]);
}

/** Kernels of the four projections, [D, D] each. */
export interface AttentionKernels {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  readonly out: Tensor;
}

export interface MultiHeadAttentionInput extends Pick<
  AttentionInput,
  'causal' | 'keyMask' | 'scale'
> {
  /** What asks, [B, Tq, D]. */
  readonly x: Tensor;
  /** What is looked at, [B, Tk, D]; `x` itself when left out. */
  readonly memory?: Tensor;
  readonly kernels: AttentionKernels;
  readonly heads: number;
}

/** Attention in several heads, projections without bias (Vaswani et al. 2017, arXiv 1706.03762, section 3.2.2) -> [B, Tq, D]. */
export function multiHeadAttention(input: MultiHeadAttentionInput): Tensor {
  const { x, memory = x, kernels, heads, ...seen } = input;
  const mixed = attention({
    query: splitHeads(dense(x, kernels.query), heads),
    key: splitHeads(dense(memory, kernels.key), heads),
    value: splitHeads(dense(memory, kernels.value), heads),
    ...seen,
  });
  return dense(joinHeads(mixed), kernels.out);
}
