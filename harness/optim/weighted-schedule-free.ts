/** Schedule-Free learning on weighted dual averaging: z is the start minus an average of all directions. */
import type { Algorithm, Params } from '#spec';
import { asSchedule } from './learning-rate.ts';
import { clone, combine, lerp, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';
import type { State } from '#spec';
import type { Transform } from './transform.ts';

export interface WeightedScheduleFreeOptions {
  /** What turns the gradient at y into a direction of ascent; no momentum and no learning rate. */
  readonly base: Transform;
  /** A constant, with warmup or without. */
  readonly learningRate: number | Schedule;
  /** Where gradients are taken between z (0) and x (1). */
  readonly b1?: number;
}

type DualState = { start: Params; z: Params; sum: Params; base: State; weightSum: number };

/**
 * As entered to AlgoPerf v0.6 (`weighted_schedule_free_adamw`), by the authors of https://arxiv.org/abs/2405.15682: with d_t
 * the base's direction at y = b1 x + (1 - b1) z,
 *
 *     s = s + t lr_t d_t,  z = start - s / t,  w_t = t lr_t^2,  c = w_t / (w_1 + ... + w_t),  x = (1 - c) x + c z
 *
 * The trained parameters are x, which is judged.
 */
export const weightedScheduleFree = ({
  base,
  learningRate,
  b1 = 0.9,
}: WeightedScheduleFreeOptions): Algorithm<DualState> => {
  const schedule = asSchedule(learningRate);
  return {
    init: (params) => ({
      start: clone(params),
      z: clone(params),
      sum: zerosLike(params),
      base: base.init(params),
      weightSum: 0,
    }),
    step(here, state) {
      const { params: x, step } = here;
      const t = step + 1;
      const lr = schedule(step);
      const y = lerp(state.z, x, b1);
      const { grads } = here.grad(y);
      const [direction, nextBase] = base.update(grads, state.base, { ...here, params: y });
      const sum = combine(state.sum, 1, direction, t * lr);
      const z = combine(state.start, 1, sum, -1 / t);
      const weight = t * lr ** 2;
      const weightSum = state.weightSum + weight;
      const c = weightSum > 0 ? weight / weightSum : 0;
      return [lerp(x, z, c), { start: state.start, z, sum, base: nextBase, weightSum }];
    },
  };
};
