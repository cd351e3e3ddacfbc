/** Momentum: the decaying sum of gradients. */
import * as tf from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { ruleOf } from './kernels.ts';
import { mapMany, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface TraceOptions {
  readonly momentum: number;
  readonly nesterov?: boolean;
}

/**
 * m_t = g_t + momentum m_(t-1), giving m_t, or with `nesterov` g_t + momentum m_t (Sutskever et al. 2013,
 * https://proceedings.mlr.press/v28/sutskever13.html, in the form of optax and PyTorch: the stored parameters are
 * the looked-ahead ones).
 */
export const trace = ({ momentum, nesterov = false }: TraceOptions): Transform =>
  transform<Params>({
    init: zerosLike,
    update(grads, old) {
      const rule = ruleOf('TtrTrace', ['gradient', 'trace'], { momentum, nesterov }, () => {
        const k = tf.scalar(momentum);
        return (g, oldM) => {
          const m = oldM.mul(k).add(g);
          return [nesterov ? m.mul(k).add(g) : m, m];
        };
      });
      const [updates, m] = mapMany(2, rule, grads, old);
      return [updates!, m!];
    },
  });
