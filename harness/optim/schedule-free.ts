/**
 * Schedule-Free learning: an average of the iterates takes the place of the learning rate's decay.
 * Defazio et al. 2024, "The Road Less Scheduled", https://arxiv.org/abs/2405.15682
 */
import type { Algorithm, Params, State } from '#spec';
import { asSchedule } from './learning-rate.ts';
import { combine, lerp } from './params.ts';
import type { Schedule } from './schedules.ts';
import type { Transform } from './transform.ts';

export interface ScheduleFreeOptions {
  /** What turns the gradient at y into a direction of ascent; no momentum and no learning rate. */
  readonly base: Transform;
  /** A constant, with warmup or without. */
  readonly learningRate: number | Schedule;
  /** Where gradients are taken between z (0) and x (1); in place of momentum. In (0, 1]. */
  readonly b1?: number;
  /** Iterate t weighs t^r in the average x, ... */
  readonly r?: number;
  /** ... times (the largest learning rate so far)^weightLrPower. */
  readonly weightLrPower?: number;
  /** The parameters that the base is shown, for weight decay: y, or x as in the method's first entry to AlgoPerf. */
  readonly decayAt?: 'x' | 'y';
}

type ScheduleFreeState = { z: Params; base: State; lrMax: number; weightSum: number };

/**
 * Equations 3 to 5 of the paper, with the averaging weight of its AlgoPerf entry. The trained parameters are y, where
 * gradients are taken; the state holds z; the parameters to be judged are x, found again from y = (1 - b1) z + b1 x:
 *
 *     z_(t+1) = z_t - lr_t d_t,   x_(t+1) = (1 - c) x_t + c z_(t+1),   c = w_t / (w_1 + ... + w_t)
 *     y_(t+1) = (1 - c) y_t + c z_t - lr_t (1 - b1 (1 - c)) d_t
 *
 * with d_t the base's direction at y_t. The last line is the definition of y with x put in.
 */
export const scheduleFree = ({
  base,
  learningRate,
  b1 = 0.9,
  r = 0,
  weightLrPower = 2,
  decayAt = 'y',
}: ScheduleFreeOptions): Algorithm<ScheduleFreeState> => {
  const schedule = asSchedule(learningRate);
  const average = (y: Params, z: Params): Params => lerp(y, z, 1 - 1 / b1);
  return {
    init: (params) => ({ z: params, base: base.init(params), lrMax: 0, weightSum: 0 }),

    step(here, state) {
      const y = here.params;
      const { grads } = here.grad(y);
      const shown = decayAt === 'y' ? here : { ...here, params: average(y, state.z) };
      const [direction, nextBase] = base.update(grads, state.base, shown);

      const lr = schedule(here.step);
      const lrMax = Math.max(lr, state.lrMax);
      const weight = (here.step + 1) ** r * lrMax ** weightLrPower;
      const weightSum = state.weightSum + weight;
      const c = weightSum > 0 ? weight / weightSum : 0;

      const z = combine(state.z, 1, direction, -lr);
      const towardsZ = lerp(y, state.z, c);
      const nextY = combine(towardsZ, 1, direction, -lr * (1 - b1 * (1 - c)));
      return [nextY, { z, base: nextBase, lrMax, weightSum }];
    },

    prepareForEval: ({ params }, { z }) => average(params, z),
  };
};
