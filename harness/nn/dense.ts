import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused } from './fused.ts';

/** Affine map of the last axis: x [..., I], kernel [I, O], bias [O] -> [..., O]. */
export const dense = (x: Tensor, kernel: Tensor, bias?: Tensor): Tensor =>
  fused({
    name: 'TtrDense',
    inputs: { x, kernel, ...(bias && { bias }) },
    differentiable: ['x', 'kernel', ...(bias ? ['bias'] : [])],
  }) ?? plain(x, kernel, bias);

function plain(x: Tensor, kernel: Tensor, bias: Tensor | undefined): Tensor {
  const [inputs, outputs] = kernel.shape as [number, number];
  const y = tf.matMul(tf.reshape(x, [-1, inputs]), kernel);
  return tf.reshape(bias ? tf.add(y, bias) : y, [...x.shape.slice(0, -1), outputs]);
}
