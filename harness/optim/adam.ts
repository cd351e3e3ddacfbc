/** Rescaling by running first and second moments of the gradient. */
import * as tf from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { ema, map, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface AdamOptions {
  /** Decay of the first moment. */
  readonly b1?: number;
  /** Decay of the second moment. */
  readonly b2?: number;
  /** Added to the root of the second moment, after bias correction. */
  readonly eps?: number;
}

/** First and second moment, shaped like the parameters. */
type Moments = { m: Params; v: Params };

const zeroMoments = (params: Params): Moments => ({
  m: zerosLike(params),
  v: zerosLike(params),
});

/** b v + (1 - b) g^2 */
export const secondMoment = (v: Params, grads: Params, b: number): Params => {
  const [old, now] = [tf.scalar(b), tf.scalar(1 - b)];
  return map((x, g) => x.mul(old).add(g.square().mul(now)), v, grads);
};

/**
 * (m / c1) / (sqrt(v / c2) + eps) with the divisions taken out of the tensors: the same as
 * m / (c1 / sqrt(c2) sqrt(v) + c1 eps).
 */
const rescaled = (m: Params, c1: number, v: Params, c2: number, eps: number): Params => {
  const [factor, floor] = [tf.scalar(c1 / Math.sqrt(c2)), tf.scalar(c1 * eps)];
  return map((x, y) => x.div(y.sqrt().mul(factor).add(floor)), m, v);
};

/**
 * Adam's rescaling, Algorithm 1 of Kingma & Ba 2014, https://arxiv.org/abs/1412.6980:
 * m_t / (1 - b1^t) over sqrt(v_t / (1 - b2^t)) + eps.
 */
export const scaleByAdam = ({ b1 = 0.9, b2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transform =>
  transform<Moments>({
    init: zeroMoments,
    update(grads, state, { step }) {
      const t = step + 1;
      const m = ema(state.m, grads, b1);
      const v = secondMoment(state.v, grads, b2);
      return [rescaled(m, 1 - b1 ** t, v, 1 - b2 ** t, eps), { m, v }];
    },
  });

/**
 * Nadam's rescaling in the form of Choi et al. 2019, Table 1, https://arxiv.org/abs/1910.05446, which AlgoPerf's
 * NAdamW uses: Adam with b1 m_t + (1 - b1) g_t in place of m_t. Against Dozat 2016, Algorithm 2: b1 has no schedule,
 * both terms share the bias correction 1 - b1^t (optax divides the first by 1 - b1^(t+1)), and v_t has no factor b2.
 */
export const scaleByNadam = ({ b1 = 0.9, b2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transform =>
  transform<Moments>({
    init: zeroMoments,
    update(grads, state, { step }) {
      const t = step + 1;
      const m = ema(state.m, grads, b1);
      const v = secondMoment(state.v, grads, b2);
      const ahead = ema(m, grads, b1);
      return [rescaled(ahead, 1 - b1 ** t, v, 1 - b2 ** t, eps), { m, v }];
    },
  });

/** Adam without the first moment: RMSProp with bias correction. The base of Schedule-Free AdamW. */
export const scaleByRms = ({ b2 = 0.999, eps = 1e-8 }: Omit<AdamOptions, 'b1'> = {}): Transform =>
  transform<{ v: Params }>({
    init: (params) => ({ v: zerosLike(params) }),
    update(grads, state, { step }) {
      const v = secondMoment(state.v, grads, b2);
      return [rescaled(grads, 1, v, 1 - b2 ** (step + 1), eps), { v }];
    },
  });
