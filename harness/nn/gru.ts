import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { unroll, type RecurrentInput } from './recurrent.ts';

export interface GruInput extends RecurrentInput {
  /** Bias of the candidate's recurrent part, inside the reset gate, [H]; zeros when left out. */
  readonly recurrentBias?: Tensor;
}

/**
 * GRU over a sequence (Cho et al. 2014, arXiv 1406.1078), reset gate after the matrix product as in cuDNN and
 * PyTorch: -> [B, T, H]. Gates lie in the order r, z, n; kernel [I, 3H], recurrent [H, 3H], bias [3H].
 */
export function gru(input: GruInput): Tensor3D {
  const units = input.recurrent.shape[0];
  const recurrentBias = input.recurrentBias ?? tf.zeros([units]);
  return unroll(
    input,
    (x, [hidden]) => {
      const [xr, xz, xn] = thirds(x);
      const [hr, hz, hn] = thirds(tf.matMul(hidden!, input.recurrent));
      const reset = tf.sigmoid<Tensor2D>(tf.add(xr, hr));
      const update = tf.sigmoid<Tensor2D>(tf.add(xz, hz));
      const candidate = tf.tanh<Tensor2D>(tf.add(xn, tf.mul(reset, tf.add(hn, recurrentBias))));
      return [tf.add<Tensor2D>(candidate, tf.mul(update, tf.sub(hidden!, candidate)))];
    },
    1,
  );
}

const thirds = (gates: Tensor) => tf.split(gates, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
