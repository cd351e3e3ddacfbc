/** Rescaling by running first and second moments of the gradient. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { type Rule, ruleOf } from './kernels.ts';
import { mapMany, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface AdamOptions {
  /** Decay of the first moment. */
  readonly b1?: number;
  /** Decay of the second moment. */
  readonly b2?: number;
  /** Added to the root of the second moment, after bias correction. */
  readonly eps?: number;
}

/** decay old + (1 - decay) now */
const average = (decay: number): ((old: Tensor, now: Tensor) => Tensor) => {
  const [kept, added] = [tf.scalar(decay), tf.scalar(1 - decay)];
  return (old, now) => old.mul(kept).add(now.mul(added));
};

/**
 * (x / c1) / (sqrt(v / c2) + eps) with the divisions taken out of the tensors: the same as
 * x / (c1 / sqrt(c2) sqrt(v) + c1 eps).
 */
const rescale = (c1: number, c2: number, eps: number): ((x: Tensor, v: Tensor) => Tensor) => {
  const [factor, floor] = [tf.scalar(c1 / Math.sqrt(c2)), tf.scalar(c1 * eps)];
  return (x, v) => x.div(v.sqrt().mul(factor).add(floor));
};

/** Gradient, m and v to update, m and v, at step t counted from 1. */
const adamRule = (options: Required<AdamOptions>, nesterov: boolean, t: number): Rule => {
  const { b1, b2, eps } = options;
  const [c1, c2] = [1 - b1 ** t, 1 - b2 ** t];
  return ruleOf('TtrAdam', ['gradient', 'm', 'v'], { b1, b2, c1, c2, eps, nesterov }, () => {
    const [first, second, rescaled] = [average(b1), average(b2), rescale(c1, c2, eps)];
    return (g, oldM, oldV) => {
      const m = first(oldM, g);
      const v = second(oldV, g.square());
      return [rescaled(nesterov ? first(m, g) : m, v), m, v];
    };
  });
};

const scaleByMoments = (options: Required<AdamOptions>, nesterov: boolean): Transform =>
  transform<{ m: Params; v: Params }>({
    init: (params) => ({ m: zerosLike(params), v: zerosLike(params) }),
    update(grads, state, { step }) {
      const rule = adamRule(options, nesterov, step + 1);
      const [updates, m, v] = mapMany(3, rule, grads, state.m, state.v);
      return [updates!, { m: m!, v: v! }];
    },
  });

/**
 * Adam's rescaling, Algorithm 1 of Kingma & Ba 2014, https://arxiv.org/abs/1412.6980:
 * m_t / (1 - b1^t) over sqrt(v_t / (1 - b2^t)) + eps.
 */
export const scaleByAdam = ({ b1 = 0.9, b2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transform =>
  scaleByMoments({ b1, b2, eps }, false);

/**
 * Nadam's rescaling in the form of Choi et al. 2019, Table 1, https://arxiv.org/abs/1910.05446, which AlgoPerf's
 * NAdamW uses: Adam with b1 m_t + (1 - b1) g_t in place of m_t. As in AlgoPerf's code, eps follows the bias correction.
 * Against Dozat 2016, Algorithm 2: b1 has no schedule, both terms share the bias correction 1 - b1^t (optax divides the
 * first by 1 - b1^(t+1)), and v_t has no factor b2.
 */
export const scaleByNadam = ({ b1 = 0.9, b2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transform =>
  scaleByMoments({ b1, b2, eps }, true);

/** Adam without the first moment: RMSProp with bias correction. The base of Schedule-Free AdamW. */
export const scaleByRms = ({ b2 = 0.999, eps = 1e-8 }: Omit<AdamOptions, 'b1'> = {}): Transform =>
  transform<Params>({
    init: zerosLike,
    update(grads, old, { step }) {
      const c2 = 1 - b2 ** (step + 1);
      const rule = ruleOf('TtrRms', ['gradient', 'v'], { b2, c2, eps }, () => {
        const [second, rescaled] = [average(b2), rescale(1, c2, eps)];
        return (g, oldV) => {
          const v = second(oldV, g.square());
          return [rescaled(g, v), v];
        };
      });
      const [updates, v] = mapMany(2, rule, grads, old);
      return [updates!, v!];
    },
  });
