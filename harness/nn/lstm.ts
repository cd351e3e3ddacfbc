import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { unroll, type RecurrentInput } from './recurrent.ts';

/**
 * LSTM over a sequence (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000): -> [B, T, H].
 * Gates lie in the order i, f, g, o, as in PyTorch; kernel [I, 4H], recurrent [H, 4H], bias [4H].
 */
export function lstm(input: RecurrentInput): Tensor3D {
  return unroll(
    input,
    (z, [hidden, memory]) => {
      const gates = tf.add(z, tf.matMul(hidden!, input.recurrent));
      const [i, f, g, o] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const kept = tf.mul<Tensor2D>(tf.sigmoid(f), memory!);
      const next = tf.add<Tensor2D>(kept, tf.mul(tf.sigmoid(i), tf.tanh(g)));
      return [tf.mul<Tensor2D>(tf.sigmoid(o), tf.tanh(next)), next];
    },
    2,
  );
}
