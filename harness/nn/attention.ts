import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { fused } from './fused.ts';

export interface AttentionInput {
  /** [B, H, Tq, D]. */
  readonly query: Tensor;
  /** [B, H, Tk, D]. */
  readonly key: Tensor;
  /** [B, H, Tk, E]. */
  readonly value: Tensor;
  /** Position t sees positions up to t only; needs Tq = Tk. */
  readonly causal?: boolean;
  /** 1 where a key may be seen, 0 where it is padding, [B, Tk]. */
  readonly keyMask?: Tensor;
  /** Factor of the scores; 1 / sqrt(D) when left out. */
  readonly scale?: number;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762) -> [B, H, Tq, E].
 * Masked keys get weight exactly 0; a query that may see no key gets zeros.
 */
export function attention(input: AttentionInput): Tensor4D {
  const { query, key, value, keyMask, causal = false } = input;
  const [depth, queries, keys] = [query.shape[3]!, query.shape[2]!, key.shape[2]!];
  if (causal && queries !== keys) {
    throw new Error(
      `Causal attention needs as many queries as keys; got ${queries} queries and ${keys} keys.`,
    );
  }
  const scale = input.scale ?? 1 / Math.sqrt(depth);
  const result = fused({
    name: 'TtrAttention',
    inputs: { query, key, value, ...(keyMask && { keyMask }) },
    differentiable: ['query', 'key', 'value'],
    attributes: { scale, causal },
  });
  if (result) return result as Tensor4D;
  const scores = tf.matMul<Tensor4D>(tf.mul(query, scale), key, false, true);
  return tf.matMul<Tensor4D>(weights(scores, visible(input)), value);
}

function weights(scores: Tensor4D, seen: Tensor | undefined): Tensor4D {
  if (!seen) return tf.softmax(scores);
  const hidden = tf.mul(tf.sub(seen, 1), 1e30);
  return tf.mul(tf.softmax(tf.add<Tensor4D>(scores, hidden)), seen);
}

/** 1 where a query may see a key, else 0, in a shape that broadcasts to [B, H, Tq, Tk]. */
function visible({ query, key, causal = false, keyMask }: AttentionInput): Tensor | undefined {
  const [queries, keys] = [query.shape[2]!, key.shape[2]!];
  const past = causal ? tf.linalg.bandPart(tf.ones([queries, keys]), -1, 0) : undefined;
  const real = keyMask && tf.reshape(tf.cast(keyMask, 'float32'), [-1, 1, 1, keys]);
  return past && real ? tf.mul(past, real) : (past ?? real);
}
