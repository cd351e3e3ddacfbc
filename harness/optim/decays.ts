/** Schedules that go down in other ways than a line or a cosine. */
import type { Schedule } from './schedules.ts';

/** `value`, times `factor` at every step of `boundaries` that has been reached. */
export const stepDecay =
  (value: number, factor: number, boundaries: readonly number[]): Schedule =>
  (step) =>
    value * factor ** boundaries.filter((boundary) => step >= boundary).length;

/** value factor^(step / steps): times `factor` every `steps` steps, without jumps. */
export const exponentialDecay =
  (value: number, factor: number, steps: number): Schedule =>
  (step) =>
    value * factor ** (step / steps);

/**
 * value sqrt(timescale / (timescale + step)). After a warmup of `timescale` steps it is Vaswani et al. 2017, eq. 3,
 * https://arxiv.org/abs/1706.03762
 */
export const inverseSquareRoot =
  (value: number, timescale: number): Schedule =>
  (step) =>
    value * Math.sqrt(timescale / (timescale + step));
