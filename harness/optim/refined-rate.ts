/** Refinement by gradient norms while training: the norms still to come are guessed from those just seen. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { scale } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface RefinedRateOptions {
  readonly peak: number;
  readonly totalSteps: number;
  /** The rate rises in a line in these steps; the weight at their end is the one that others are compared with. */
  readonly warmupSteps: number;
  /** Steps over which weights are averaged; the paper's median spans a tenth of the run. */
  readonly memorySteps?: number;
  /** The weight's bounds over the one at the end of the warmup: 1 / maxChange and maxChange. */
  readonly maxChange?: number;
}

/** Bias-corrected average s of the weights w = 1 / G, its value at the end of the warmup, and the sum of all w. */
type RefinedState = { average: Scalar; reference: Scalar; sum: Scalar };

/** 1 / G with G the sum of the absolute values of all gradients, as the paper has it for Adam. */
const inverseNorm = (grads: Params): Scalar =>
  tf
    .addN<Scalar>(Object.values(grads).map((g) => g.abs().sum()))
    .maximum<Scalar>(1e-12)
    .pow(-1);

/**
 * Multiplies what `direction` makes of the gradients by minus the rate
 *
 *     peak s_t^2 (T - t) / (s_ref (w_0 + ... + w_t + s_t (T - t)))
 *
 * which is the refined schedule's w_t (w_(t+1) + ...) / (w_0 + w_1 + ...) with s_t in place of w_t and of all later w. The paper
 * needs the norms of an earlier run; this form needs none and is ours. Equal norms give a line, as there. A weight
 * counts at most 100 times the average before it.
 */
export const refinedRate = (direction: Transform, options: RefinedRateOptions): Transform => {
  const { peak, totalSteps, warmupSteps, maxChange = 10 } = options;
  const decay = 1 - 1 / Math.max(options.memorySteps ?? 0.1 * totalSteps, 1);
  return transform<RefinedState & { direction: ReturnType<Transform['init']> }>({
    init: (params) => ({
      direction: direction.init(params),
      average: tf.scalar(0),
      reference: tf.scalar(0),
      sum: tf.scalar(0),
    }),
    update(grads, state, here) {
      const t = here.step;
      const corrected = (average: Scalar, count: number) => average.div<Scalar>(1 - decay ** count);
      const w =
        t === 0
          ? inverseNorm(grads)
          : inverseNorm(grads).minimum<Scalar>(corrected(state.average, t).mul(100));
      const average = state.average.mul(decay).add<Scalar>(w.mul(1 - decay));
      const s = corrected(average, t + 1);
      const sum = state.sum.add<Scalar>(w);
      const reference = t <= warmupSteps ? s : state.reference;
      const change = s.div<Scalar>(reference).clipByValue<Scalar>(1 / maxChange, maxChange);
      const left = Math.max(totalSteps - t, 0);
      const share = s.mul<Scalar>(left).div<Scalar>(sum.add(s.mul(left)));
      const warm = warmupSteps > 0 ? Math.min(t / warmupSteps, 1) : 1;
      const [updates, next] = direction.update(grads, state.direction, here);
      const rate = change.mul<Scalar>(share).mul<Scalar>(-peak * warm);
      return [scale(updates, rate), { direction: next, average, reference, sum }];
    },
  });
};
