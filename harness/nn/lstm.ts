import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { fused } from './fused.ts';
import { type Cell, unroll, type RecurrentInput } from './recurrent.ts';

/**
 * LSTM over a sequence (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000): -> [B, T, H].
 * Gates lie in the order i, f, g, o, as in PyTorch; kernel [I, 4H], recurrent [H, 4H], bias [4H].
 */
export function lstm(input: RecurrentInput): Tensor3D {
  const { x, kernel, recurrent, bias, lengths, reverse = false } = input;
  const value = fused({
    name: 'TtrLstm',
    inputs: { x, kernel, recurrent, bias, ...(lengths && { lengths }) },
    differentiable: ['x', 'kernel', 'recurrent', 'bias'],
    attributes: { reverse },
  });
  return (value as Tensor3D | undefined) ?? unroll(input, cell(recurrent), 2);
}

/** c = f c + i g, h = o tanh(c). */
const cell =
  (recurrent: Tensor): Cell =>
  (z, [hidden, memory]) => {
    const gates = tf.add(z, tf.matMul(hidden!, recurrent));
    const [i, f, g, o] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const kept = tf.mul<Tensor2D>(tf.sigmoid(f), memory!);
    const next = tf.add<Tensor2D>(kept, tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul<Tensor2D>(tf.sigmoid(o), tf.tanh(next)), next];
  };
