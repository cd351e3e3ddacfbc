/** AdamG: Adam that takes its step size from the gradients it has seen. Pang 2024, https://arxiv.org/abs/2405.04376 */
import type { Params } from '#spec';
import type { AdamOptions } from './adam.ts';
import { asSchedule } from './learning-rate.ts';
import { ema, map, scale, square, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';
import { transform, type Transform } from './transform.ts';

export interface AdamgOptions extends AdamOptions {
  /** Decay of the golden step size's average. */
  readonly b3?: number;
  /** Bound on the step size besides 1/sqrt(t). */
  readonly learningRate?: number | Schedule;
}

/** The method's numerator function p x^q, of the second moment. */
const [p, q] = [0.2, 0.24];

/**
 * v averages g^2, r averages p v^q, m averages r g; the step is -min(learning rate, 1/sqrt(t)) m^ / (sqrt(v^) + eps), with
 * m and v corrected for their start at 0 and v not corrected inside r: as its author entered it to AlgoPerf. The updates
 * are steps of descent: no learning rate follows.
 */
export const adamg = ({
  b1 = 0.95,
  b2 = 0.999,
  b3 = 0.95,
  eps = 1e-8,
  learningRate = 1,
}: AdamgOptions = {}): Transform => {
  const schedule = asSchedule(learningRate);
  return transform<{ m: Params; v: Params; r: Params }>({
    init: (params) => ({ m: zerosLike(params), v: zerosLike(params), r: zerosLike(params) }),
    update(grads, old, { step }) {
      const t = step + 1;
      const v = ema(old.v, square(grads), b2);
      const golden = map((x) => x.pow(q).mul(p), v);
      const r = ema(old.r, golden, b3);
      const product = map((x, g) => x.mul(g), r, grads);
      const m = ema(old.m, product, b1);
      const rate = Math.min(schedule(step), 1 / Math.sqrt(t));
      const updates = map(
        (mi, vi) => mi.div(vi.sqrt().add(eps)),
        scale(m, -rate / (1 - b1 ** t)),
        scale(v, 1 / (1 - b2 ** t)),
      );
      return [updates, { m, v, r }];
    },
  });
};
