/** MKOR: rank-one updates of inverse Kronecker factors. Mozaffari et al. 2023, https://arxiv.org/abs/2306.01685 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Here, Params } from '#spec';
import type { DenseLayer } from './dense-layers.ts';
import { transform, type Transform } from './transform.ts';

/** Of one layer: the mean input with a 1 for the bias, [I + 1, 1], and the mean output gradient, [O, 1]. */
export interface LayerMeans {
  readonly input: Tensor;
  readonly outputGradient: Tensor;
}

export interface MkorOptions {
  readonly layers: readonly DenseLayer[];
  /** Decay of the factors' inverses. */
  readonly gamma?: number;
  /** Steps from one update of the factors to the next. */
  readonly every?: number;
  /** What multiplies an inverse whose largest number is above 2, the identity making up for the rest. */
  readonly zeta?: number;
  readonly inverse?: InverseUpdate;
  /** Where the layer's means come from; `meansFromGradients` when left out. */
  readonly means?: (layer: DenseLayer, grads: Params, here: Here) => LayerMeans;
}

/** M [n, n] and v [n, 1] to the next M. */
export type InverseUpdate = (m: Tensor, v: Tensor, gamma: number) => Tensor;

/** (x x') of a column times k. */
const outer = (x: Tensor, k: Tensor): Tensor => x.mul(k).matMul(x, false, true);

/** v' M v, [1, 1] */
const quadratic = (m: Tensor, v: Tensor): Tensor => v.matMul(m.matMul(v), true);

/**
 * What the authors' code runs: with B = gamma M + (1 - gamma) I, the inverse of B^-1 + v v', by Sherman and Morrison. M stays
 * between 0 and I.
 */
export const blendedInverse: InverseUpdate = (m, v, gamma) => {
  const b = m.mul(gamma).add(tf.eye(v.shape[0]).mul(1 - gamma));
  return b.sub(outer(b.matMul(v), quadratic(b, v).add(1).reciprocal()));
};

/** The inverse of gamma M^-1 + (1 - gamma) v v', exactly; the recursion printed in the paper has another sign and factor. */
export const exactInverse: InverseUpdate = (m, v, gamma) => {
  const k = (1 - gamma) / gamma;
  const shrink = quadratic(m, v).mul(k).add(1).reciprocal().mul(k);
  return m.sub(outer(m.matMul(v), shrink)).div(gamma);
};

/**
 * The bias's gradient is the mean output gradient g. The mean input is not to be had, but with D [I + 1, O] the gradients of
 * weight and bias, D g / (g'g) is the mean of inputs weighted by how much their output gradients agree with g; its last
 * number is 1, as it should be. Ours, not the paper's.
 */
export const meansFromGradients = ({ weight, bias }: DenseLayer, grads: Params): LayerMeans => {
  const g = grads[bias]!.expandDims(1);
  const input = withBias(grads, { weight, bias }).matMul(g);
  return { input: input.divNoNan(g.square().sum()), outputGradient: g };
};

/** Weight and bias as one matrix [I + 1, O]. */
const withBias = (grads: Params, { weight, bias }: DenseLayer): Tensor =>
  tf.concat([grads[weight]!, grads[bias]!.expandDims(0)], 0);

/** Inverses of the factors of inputs, [I + 1, I + 1], and of output gradients, [O, O]. */
type Inverses = { inputs: Tensor; outputs: Tensor };

/** The preconditioned gradients of a layer with the size of the plain ones: one factor, from the sum of both norms. */
const precondition = (layer: DenseLayer, grads: Params, { inputs, outputs }: Inverses): Params => {
  const plain = withBias(grads, layer);
  const turned = inputs.matMul(plain).matMul(outputs);
  const count = plain.shape[0] - 1;
  const sizes = (x: Tensor): Tensor[] => tf.split(x, [count, 1]).map((part) => part.norm());
  const [before, after] = [tf.addN(sizes(plain)), tf.addN(sizes(turned))];
  const [w, b] = tf.split(turned.mul(before.divNoNan(after)), [count, 1]);
  return { [layer.weight]: w!, [layer.bias]: b!.squeeze([0]) };
};

/**
 * Gradients D of dense layers as A^-1 D G^-1, rescaled to D's size, for a first-order rule to follow; other gradients
 * pass. Every so many steps the inverses take in the mean input and mean output gradient, bounded to [-100, 100].
 */
export const mkor = ({
  layers,
  gamma = 0.95,
  every = 10,
  zeta = 0.9,
  inverse = blendedInverse,
  means = meansFromGradients,
}: MkorOptions): Transform => {
  const takeIn = (m: Tensor, v: Tensor): Tensor => {
    const eye = tf.eye(v.shape[0]);
    const next = inverse(m, v.clipByValue(-100, 100), gamma);
    const bounded = next.mul(zeta).add(eye.mul(1 - zeta));
    return tf.where(next.abs().max().greater(2), bounded, next);
  };
  return transform<Inverses[]>({
    init: (params) =>
      layers.map(({ weight }) => {
        const [inputs, outputs] = params[weight]!.shape as [number, number];
        return { inputs: tf.eye(inputs + 1), outputs: tf.eye(outputs) };
      }),
    update(grads, old, here) {
      const due = here.step > 0 && here.step % every === 0;
      const next = old.map(({ inputs, outputs }, i) => {
        if (!due) return { inputs, outputs };
        const { input, outputGradient } = means(layers[i]!, grads, here);
        return { inputs: takeIn(inputs, input), outputs: takeIn(outputs, outputGradient) };
      });
      const changed = layers.map((layer, i) => precondition(layer, grads, next[i]!));
      return [Object.assign({}, grads, ...changed) as Params, next];
    },
  });
};
