/** Learning rates that follow the agreement of gradients with the last direction. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Params, State } from '#spec';
import { asSchedule } from './learning-rate.ts';
import { dot, globalNorm, scale, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';
import { chain, transform, type Transform } from './transform.ts';

export interface HypergradientOptions {
  /** Makes the direction u of the gradient, such as `scaleByAdam()`. */
  readonly direction: Transform;
  /** What is done to u before the rate multiplies it and is no part of the direction compared, such as weight decay. */
  readonly then?: Transform;
  /** eta_0 */
  readonly learningRate: number;
  /** How fast the rate follows. */
  readonly kappa: number;
  /** `cosine` changes the rate by factors, `product` by Baydin's sums. */
  readonly rule?: 'cosine' | 'product';
  /** The rate stays in [eta_0 / bound, bound eta_0]. */
  readonly bound?: number;
  /** Multiplies the rate found, such as a warmup. */
  readonly factor?: number | Schedule;
}

/** The cosine of the angle between two sets; 0 where one is zero. */
const cosineOf = (a: Params, b: Params): Scalar =>
  dot(a, b).divNoNan(globalNorm(a).mul(globalNorm(b)));

/**
 * `cosine`: ln eta_t = ln eta_(t-1) + kappa cos(g_t, u_(t-1)), with u_(t-1) the direction of the step before and eta_t used in
 * step t. A centralised form, ours, of FedHyper's rule (Wang et al. 2023, https://arxiv.org/abs/2310.03156), which adds the product of successive
 * changes of the model; the cosine takes out their scale. `product`: eta_t = eta_(t-1) + kappa g_t . u_(t-1), its ancestor (Baydin et
 * al. 2018, eq. 5, https://arxiv.org/abs/1703.04782). The updates are steps of descent: no learning rate follows.
 */
export const hypergradient = (options: HypergradientOptions): Transform => {
  const { learningRate, kappa, rule = 'cosine', bound = 10 } = options;
  const base = chain(options.direction);
  const then = chain(...(options.then === undefined ? [] : [options.then]));
  const schedule = asSchedule(options.factor ?? 1);
  const follow = (relative: Scalar, grads: Params, last: Params): Scalar => {
    const followed =
      rule === 'cosine'
        ? relative.mul<Scalar>(cosineOf(grads, last).mul(kappa).exp())
        : relative.add<Scalar>(dot(grads, last).mul(kappa / learningRate));
    return followed.maximum<Scalar>(1 / bound).minimum(bound);
  };
  return transform<{ base: State[]; then: State[]; last: Params; relative: Scalar }>({
    init: (params) => ({
      base: base.init(params),
      then: then.init(params),
      last: zerosLike(params),
      relative: tf.scalar(1),
    }),
    update(grads, state, here) {
      const relative = follow(state.relative, grads, state.last);
      const [last, nextBase] = base.update(grads, state.base, here);
      const [updates, nextThen] = then.update(last, state.then, here);
      const rate = relative.mul<Scalar>(-learningRate * schedule(here.step));
      return [scale(updates, rate), { base: nextBase, then: nextThen, last, relative }];
    },
  });
};
