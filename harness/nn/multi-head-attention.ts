import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { attention, type AttentionInput } from './attention.ts';
import { dense } from './dense.ts';
import { fused } from './fused.ts';

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

/** As in `attention`, with all heads side by side: query [B, Tq, D], key [B, Tk, D], value [B, Tk, E]. */
export interface HeadAttentionInput extends AttentionInput {
  /** How many heads share the widths D and E. */
  readonly heads: number;
}

/** Attention in several heads, each with its own columns of query, key and value -> [B, Tq, E]. */
export function headAttention(input: HeadAttentionInput): Tensor {
  const { query, key, value, keyMask, heads, causal = false } = input;
  const scale = input.scale ?? 1 / Math.sqrt(query.shape[2]! / heads);
  const result = fused({
    name: 'TtrHeadAttention',
    inputs: { query, key, value, ...(keyMask && { keyMask }) },
    differentiable: ['query', 'key', 'value'],
    attributes: { scale, causal, heads },
  });
  if (result) return result;
  const split = {
    query: splitHeads(query, heads),
    key: splitHeads(key, heads),
    value: splitHeads(value, heads),
  };
  return joinHeads(attention({ ...input, ...split, scale }));
}

/** Kernels of the four projections, [D, D] each. */
export interface AttentionKernels {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  readonly out: Tensor;
}

/** The kernels that stand under `path`. */
export const attentionKernels = (params: Params, path: string): AttentionKernels => ({
  query: params[`${path}/query`]!,
  key: params[`${path}/key`]!,
  value: params[`${path}/value`]!,
  out: params[`${path}/out`]!,
});

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
  const mixed = headAttention({
    query: dense(x, kernels.query),
    key: dense(memory, kernels.key),
    value: dense(memory, kernels.value),
    heads,
    ...seen,
  });
  return dense(mixed, kernels.out);
}
