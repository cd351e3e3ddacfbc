/** Momentum after the learning rate: the moving average of finished steps. */
import type { Params } from '#spec';
import { ema, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

/** m_t = b1 m_(t-1) + (1 - b1) u_t, giving m_t, not corrected for its start at 0; as Adafactor in AlgoPerf has it. */
export const averageUpdates = (b1: number): Transform =>
  transform<Params>({
    init: zerosLike,
    update(updates, old) {
      const m = ema(old, updates, b1);
      return [m, m];
    },
  });
