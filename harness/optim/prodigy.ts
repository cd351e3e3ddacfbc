/** Prodigy finds Adam's learning rate while it trains. Mishchenko & Defazio 2023, https://arxiv.org/abs/2306.06101 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import type { AdamOptions } from './adam.ts';
import { asSchedule } from './learning-rate.ts';
import { add, dot, map, scale, sub, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';
import { transform, type Transform } from './transform.ts';

export interface ProdigyOptions extends AdamOptions {
  /** Multiplies the learning rate found; 1 but for its schedule. */
  readonly learningRate?: number | Schedule;
  /** Decoupled, times the learning rate found. */
  readonly weightDecay?: number;
  /** The first guess at the distance from the start to the solution; too small is safe. */
  readonly d0?: number;
}

/** Moments of d g, the weighted sum `s` of gradients, the start, and the distance estimate with its numerator. */
type ProdigyState = {
  m: Params;
  v: Params;
  s: Params;
  start: Params;
  d: Scalar;
  numerator: Scalar;
};

/**
 * The Adam version of the paper's method with Adam's bias correction, as in its authors' code and optax
 * (`beta3` = sqrt(b2), `safeguard_warmup` off). The updates are steps of descent: no learning rate follows.
 */
export const prodigy = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  learningRate = 1,
  weightDecay = 0,
  d0 = 1e-6,
}: ProdigyOptions = {}): Transform => {
  const b3 = Math.sqrt(b2);
  const schedule = asSchedule(learningRate);
  return transform<ProdigyState>({
    init: (params) => ({
      m: zerosLike(params),
      v: zerosLike(params),
      s: zerosLike(params),
      start: params,
      d: tf.scalar(d0),
      numerator: tf.scalar(0),
    }),
    update(grads, state, { params, step }) {
      const { d, start } = state;
      const t = step + 1;
      const rate = d.mul<Scalar>((schedule(step) * Math.sqrt(1 - b2 ** t)) / (1 - b1 ** t));

      const dg = scale(grads, d);
      const m = add(scale(state.m, b1), scale(dg, 1 - b1));
      const v = add(
        scale(state.v, b2),
        map((x) => x.square().mul(1 - b2), dg),
      );
      const s = add(scale(state.s, b3), scale(dg, rate.div(d0)));
      const progress = dot(grads, sub(start, params));
      const gained = progress.mul(rate).mul(d.div(d0));
      const numerator = state.numerator.mul(b3).add<Scalar>(gained);
      const size = tf.addN<Scalar>(Object.values(s).map((x) => x.abs().sum()));
      const next = d.maximum<Scalar>(numerator.divNoNan(size));

      const floor = next.mul(eps);
      const updates = map(
        (mi, vi, p) => mi.div(vi.sqrt().add(floor)).add(p.mul(weightDecay)).mul(rate).neg(),
        m,
        v,
        params,
      );
      return [updates, { m, v, s, start, d: next, numerator }];
    },
  });
};
