import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused, type FusedLayer } from './fused.ts';

/** Affine map of the last axis: x [..., I], kernel [I, O], bias [O] -> [..., O]. */
export const dense = (x: Tensor, kernel: Tensor, bias?: Tensor): Tensor =>
  fusedDense('TtrDense', x, kernel, bias) ?? plain(x, kernel, bias);

/** max(dense(x), 0). */
export const denseRelu = (x: Tensor, kernel: Tensor, bias?: Tensor): Tensor =>
  fusedDense('TtrDenseRelu', x, kernel, bias) ?? tf.relu(dense(x, kernel, bias));

const fusedDense = (name: FusedLayer['name'], x: Tensor, kernel: Tensor, bias?: Tensor) =>
  fused({
    name,
    inputs: { x, kernel, ...(bias && { bias }) },
    differentiable: ['x', 'kernel', ...(bias ? ['bias'] : [])],
  });

function plain(x: Tensor, kernel: Tensor, bias: Tensor | undefined): Tensor {
  const [inputs, outputs] = kernel.shape as [number, number];
  const y = tf.matMul(tf.reshape(x, [-1, inputs]), kernel);
  return tf.reshape(bias ? tf.add(y, bias) : y, [...x.shape.slice(0, -1), outputs]);
}
