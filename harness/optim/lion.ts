/** Steps of one size: the sign of a momentum. */
import type { Params } from '#spec';
import { ema, map, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface LionOptions {
  /** Weight of the momentum in the direction. */
  readonly b1?: number;
  /** Decay of the momentum. */
  readonly b2?: number;
}

/** sign(b1 m + (1 - b1) g), then m = b2 m + (1 - b2) g. Chen et al. 2023, Algorithm 2, https://arxiv.org/abs/2302.06675 */
export const scaleByLion = ({ b1 = 0.9, b2 = 0.99 }: LionOptions = {}): Transform =>
  transform<Params>({
    init: zerosLike,
    update: (grads, m) => [map((x) => x.sign(), ema(m, grads, b1)), ema(m, grads, b2)],
  });
