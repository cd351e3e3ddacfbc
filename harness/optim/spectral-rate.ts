/** Momentum whose rate and decay are measured from the Hessian's spectrum every so often. */
import type { Algorithm, Params } from '#spec';
import { asSchedule } from './learning-rate.ts';
import { curvatureEnds, heavyBall } from './heavy-ball.ts';
import { hessianProduct, lanczos, probe } from './lanczos.ts';
import { combine, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';

export interface SpectralRateOptions {
  /** Whether to measure before this step; the first step always does. */
  readonly measureAt: (step: number) => boolean;
  /** Lanczos steps of a measurement, two gradients each. */
  readonly lanczosSteps?: number;
  /** Names the probe vector; a whole number above 0. */
  readonly seed: number;
  /** Multiplies the rate found. */
  readonly factor?: number | Schedule;
  /** The momentum's upper bound. */
  readonly maxMomentum?: number;
}

type SpectralRateState = { trace: Params; learningRate: number; momentum: number };

/**
 * Heavy ball with the rate and momentum of `heavyBall` at the ends of the spectrum on the step's batch (Granziol et al.
 * 2020, https://arxiv.org/abs/2006.09092). A measurement costs 2 lanczosSteps gradients and one read of numbers; one that
 * finds no positive curvature changes nothing.
 */
export const spectralRate = (options: SpectralRateOptions): Algorithm<SpectralRateState> => {
  const { measureAt, lanczosSteps = 10, seed, maxMomentum = 0.95 } = options;
  const factor = asSchedule(options.factor ?? 1);
  return {
    init: (params) => ({ trace: zerosLike(params), learningRate: 1e-3, momentum: 0 }),
    step(here, state) {
      const { params, step, batch } = here;
      let { learningRate, momentum } = state;
      if (step === 0 || measureAt(step)) {
        const pairs = lanczos(hessianProduct(here, batch), probe(params, seed), lanczosSteps);
        const ends = curvatureEnds(pairs);
        if (ends !== undefined) ({ learningRate, momentum } = heavyBall(ends, maxMomentum));
      }
      const { grads } = here.grad(params, batch);
      const trace = combine(state.trace, momentum, grads, 1);
      const next = combine(params, 1, trace, -learningRate * factor(step));
      return [next, { trace, learningRate, momentum }];
    },
  };
};
