/** AdEMAMix: Adam with a second, slow first moment. Pagliardini et al. 2024, https://arxiv.org/abs/2409.03137 */
import type { Params } from '#spec';
import { add, ema, map, scale, square, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface AdemamixOptions {
  readonly b1?: number;
  readonly b2?: number;
  /** Decay of the slow moment at the end of its warmup. */
  readonly b3: number;
  /** Weight of the slow moment at the end of its warmup. */
  readonly alpha: number;
  /** Steps of that warmup. */
  readonly warmupSteps: number;
  readonly eps?: number;
}

/** b3 at share a of the warmup: its half-life grows in a straight line, 1/ln b3_t = (1 - a)/ln b1 + a/ln b3. */
export const slowDecay = (b1: number, b3: number, a: number): number =>
  Math.exp(1 / ((1 - a) / Math.log(b1) + a / Math.log(b3)));

/**
 * (m1 / (1 - b1^t) + alpha_t m2) / (sqrt(v / (1 - b2^t)) + eps), Algorithm 1 of the paper; the slow moment m2 is not
 * corrected for its start at 0. alpha_t is alpha min(t / warmupSteps, 1).
 */
export const scaleByAdemamix = ({
  b1 = 0.9,
  b2 = 0.999,
  b3,
  alpha,
  warmupSteps,
  eps = 1e-8,
}: AdemamixOptions): Transform =>
  transform<{ fast: Params; slow: Params; v: Params }>({
    init: (params) => ({ fast: zerosLike(params), slow: zerosLike(params), v: zerosLike(params) }),
    update(grads, old, { step }) {
      const t = step + 1;
      const a = Math.min(t / warmupSteps, 1);
      const fast = ema(old.fast, grads, b1);
      const slow = ema(old.slow, grads, slowDecay(b1, b3, a));
      const v = ema(old.v, square(grads), b2);
      const updates = map(
        (m, vi) => m.div(vi.sqrt().add(eps)),
        add(scale(fast, 1 / (1 - b1 ** t)), scale(slow, alpha * a)),
        scale(v, 1 / (1 - b2 ** t)),
      );
      return [updates, { fast, slow, v }];
    },
  });
