/** Schedule-Free averaging of Prodigy's iterates. https://arxiv.org/abs/2405.15682, https://arxiv.org/abs/2306.06101 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Params } from '#spec';
import { asSchedule } from './learning-rate.ts';
import { add, clone, combine, dot, lerp, map, scale, square, sub, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';

export interface ScheduleFreeProdigyOptions {
  /** Where gradients are taken between z (0) and x (1). */
  readonly b1?: number;
  readonly b2?: number;
  readonly eps?: number;
  /** Multiplies the distance found; 1 but for its warmup. */
  readonly learningRate?: number | Schedule;
  /** Times the step size, at x. */
  readonly weightDecay?: number;
  /** The first guess at the distance from the start to the solution. */
  readonly d0?: number;
  /** Iterate t weighs t^r in the average x. */
  readonly r?: number;
}

/** z takes the steps; v and s are sums over d g; `d` is the distance estimate, `numerator` its own. */
type ProdigyState = {
  z: Params;
  start: Params;
  v: Params;
  s: Params;
  d: Scalar;
  numerator: Scalar;
  weightSum: number;
};

/** numerator and s after one more gradient, and the distance they give; rho is d times the learning rate. */
const estimate = (state: ProdigyState, grads: Params, rho: Scalar, b3: number) => {
  const { d, start, z } = state;
  const progress = dot(grads, sub(start, z));
  const numerator = state.numerator.mul(b3).add<Scalar>(progress.mul(rho).mul(d));
  const s = add(scale(state.s, b3), scale(grads, rho.mul<Scalar>(d)));
  const size = tf.addN<Scalar>(Object.values(s).map((x) => x.abs().sum()));
  return { numerator, s, found: d.maximum<Scalar>(numerator.divNoNan(size)) };
};

/**
 * With y = b1 x + (1 - b1) z, g the gradient at y and rho = d lr_t, as entered to AlgoPerf (`schedule_free_prodigy`):
 *
 *     numerator = b3 numerator + d rho <g, start - z>,  v = b2 v + (1 - b2) d^2 g^2,  s = b3 s + d rho g,  b3 = sqrt(b2)
 *     d' = max(d, numerator / ||s||_1),  z -= decay rho x,  z -= d' rho g / (sqrt(v) + d' eps)
 *     c = t^r / (1^r + ... + t^r),  x = (1 - c) x + c z
 *
 * v is not corrected for its start at 0. The trained parameters are x, which is judged. One gradient a step, where the
 * entry took a second and did not use it.
 */
export const scheduleFreeProdigy = ({
  b1 = 0.9,
  b2 = 0.99,
  eps = 1e-8,
  learningRate = 1,
  weightDecay = 0,
  d0 = 1e-6,
  r = 0.75,
}: ScheduleFreeProdigyOptions = {}): Algorithm<ProdigyState> => {
  const schedule = asSchedule(learningRate);
  return {
    init: (params) => ({
      z: clone(params),
      start: clone(params),
      v: zerosLike(params),
      s: zerosLike(params),
      d: tf.scalar(d0),
      numerator: tf.scalar(0),
      weightSum: 0,
    }),
    step(here, state) {
      const { params: x, step } = here;
      const { z: oldZ, d, start } = state;
      const { grads } = here.grad(lerp(oldZ, x, b1));
      const rho = d.mul<Scalar>(schedule(step));
      const v = combine(state.v, b2, square(scale(grads, d)), 1 - b2);
      const { numerator, s, found } = estimate(state, grads, rho, Math.sqrt(b2));
      const [size, floor] = [found.mul(rho), found.mul(eps)];
      const z = map(
        (zi, xi, g, vi) =>
          zi.sub(xi.mul(rho).mul(weightDecay)).sub(g.mul(size).div(vi.sqrt().add(floor))),
        oldZ,
        x,
        grads,
        v,
      );
      const weight = (step + 1) ** r;
      const weightSum = state.weightSum + weight;
      const next = lerp(x, z, weight / weightSum);
      return [next, { z, start, v, s, d: found, numerator, weightSum }];
    },
  };
};
