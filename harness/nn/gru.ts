import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { fused } from './fused.ts';
import { type Cell, unroll, type RecurrentInput } from './recurrent.ts';

export interface GruInput extends RecurrentInput {
  /** Bias of the candidate's recurrent part, inside the reset gate, [H]; zeros when left out. */
  readonly recurrentBias?: Tensor;
}

/**
 * GRU over a sequence (Cho et al. 2014, arXiv 1406.1078), reset gate after the matrix product as in cuDNN and
 * PyTorch: -> [B, T, H]. Gates lie in the order r, z, n; kernel [I, 3H], recurrent [H, 3H], bias [3H].
 */
export function gru(input: GruInput): Tensor3D {
  const { x, kernel, recurrent, bias, lengths, reverse = false } = input;
  const recurrentBias = input.recurrentBias ?? tf.zeros([recurrent.shape[0]]);
  const value = fused({
    name: 'TtrGru',
    inputs: { x, kernel, recurrent, bias, recurrentBias, ...(lengths && { lengths }) },
    differentiable: ['x', 'kernel', 'recurrent', 'bias', 'recurrentBias'],
    attributes: { reverse },
  });
  return (value as Tensor3D | undefined) ?? unroll(input, cell(recurrent, recurrentBias), 1);
}

/** h = n + z (h - n). */
const cell =
  (recurrent: Tensor, recurrentBias: Tensor): Cell =>
  (x, [hidden]) => {
    const [xr, xz, xn] = thirds(x);
    const [hr, hz, hn] = thirds(tf.matMul(hidden!, recurrent));
    const reset = tf.sigmoid<Tensor2D>(tf.add(xr, hr));
    const update = tf.sigmoid<Tensor2D>(tf.add(xz, hz));
    const candidate = tf.tanh<Tensor2D>(tf.add(xn, tf.mul(reset, tf.add(hn, recurrentBias))));
    return [tf.add<Tensor2D>(candidate, tf.mul(update, tf.sub(hidden!, candidate)))];
  };

const thirds = (gates: Tensor) => tf.split(gates, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
