import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { fused, type FusedLayer } from './fused.ts';

/** max(x, 0). */
export const relu = <T extends Tensor>(x: T): T => tf.relu(x);

/** GELU in its tanh form (Hendrycks & Gimpel 2016, arXiv 1606.08415): within 5e-4 of `geluExact`. */
export const gelu = <T extends Tensor>(x: T): T => fusedUnary('TtrGelu', x) ?? plainGelu(x);

/** GELU as defined, x times the standard normal distribution function of x. */
export const geluExact = <T extends Tensor>(x: T): T =>
  fusedUnary('TtrGeluExact', x) ??
  tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, x))));

/** SiLU, also called swish: x sigmoid(x) (Elfwing et al. 2017, arXiv 1702.03118). */
export const silu = <T extends Tensor>(x: T): T =>
  fusedUnary('TtrSilu', x) ?? tf.mul(x, tf.sigmoid(x));

/** Gated linear unit (Dauphin et al. 2016, arXiv 1612.08083): [..., 2C] -> [..., C], the second half gates the first. */
export function glu(x: Tensor): Tensor {
  const [value, gate] = tf.split(x, 2, x.rank - 1) as [Tensor, Tensor];
  return tf.mul(value, tf.sigmoid(gate));
}

/** x/2 (1 + tanh u) = x sigmoid(2 u). */
function plainGelu<T extends Tensor>(x: T): T {
  const slope = tf.add(1, tf.mul(0.044715, tf.square(x)));
  return tf.mul(x, tf.sigmoid(tf.mul(tf.mul(2 * Math.sqrt(2 / Math.PI), x), slope)));
}

const fusedUnary = <T extends Tensor>(name: FusedLayer['name'], x: T): T | undefined =>
  fused({ name, inputs: { x }, differentiable: ['x'] }) as T | undefined;
