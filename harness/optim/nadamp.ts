/** NAdam with another root of the second moment. */
import type { Params } from '#spec';
import { type AdamOptions, scaleByNadam } from './adam.ts';
import { ema, map, scale, square, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface NadamPOptions extends AdamOptions {
  /** The p of the root v^(1/p); 2 is NAdam. */
  readonly p: number;
}

/**
 * n_t / (1 - b1^t) over (v_t / (1 - b2^t))^(1/p) + eps with Nadam's n_t = b1 m_t + (1 - b1) g_t, after the AlgoPerf
 * entry NadamP (Dahl et al.). v averages g^2 for every p, so for p below 2 a step is larger where gradients are small.
 */
export const scaleByNadamP = ({
  p,
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
}: NadamPOptions): Transform => {
  if (p === 2) return scaleByNadam({ b1, b2, eps });
  return transform<{ m: Params; v: Params }>({
    init: (params) => ({ m: zerosLike(params), v: zerosLike(params) }),
    update(grads, old, { step }) {
      const t = step + 1;
      const m = ema(old.m, grads, b1);
      const v = ema(old.v, square(grads), b2);
      const ahead = scale(ema(m, grads, b1), 1 / (1 - b1 ** t));
      const updates = map(
        (n, vi) => n.div(vi.pow(1 / p).add(eps)),
        ahead,
        scale(v, 1 / (1 - b2 ** t)),
      );
      return [updates, { m, v }];
    },
  });
};
