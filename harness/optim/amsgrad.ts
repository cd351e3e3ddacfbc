/** Adam whose second moment never shrinks. */
import type { Params } from '#spec';
import type { AdamOptions } from './adam.ts';
import { ema, map, scale, square, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

/**
 * m_t / (1 - b1^t) over sqrt(max of v_i / (1 - b2^i) for i <= t) + eps. Reddi et al. 2018, Algorithm 2,
 * https://arxiv.org/abs/1904.09237, with Adam's bias corrections, before the maximum as in optax.
 */
export const scaleByAmsgrad = ({ b1 = 0.9, b2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transform =>
  transform<{ m: Params; v: Params; largest: Params }>({
    init: (params) => ({
      m: zerosLike(params),
      v: zerosLike(params),
      largest: zerosLike(params),
    }),
    update(grads, old, { step }) {
      const t = step + 1;
      const m = ema(old.m, grads, b1);
      const v = ema(old.v, square(grads), b2);
      const corrected = scale(v, 1 / (1 - b2 ** t));
      const largest = map((before, now) => before.maximum(now), old.largest, corrected);
      const updates = map(
        (mi, vi) => mi.div(vi.sqrt().add(eps)),
        scale(m, 1 / (1 - b1 ** t)),
        largest,
      );
      return [updates, { m, v, largest }];
    },
  });
