/** Schedules that go up and down. */
import { cosine, joinSchedules, type Schedule } from './schedules.ts';

/**
 * `schedule` again and again, `count` times for `length` steps each, then its value at `length`. Warm restarts: Loshchilov
 * & Hutter 2016, https://arxiv.org/abs/1608.03983
 */
export const cycles =
  (schedule: Schedule, length: number, count = Infinity): Schedule =>
  (step) =>
    step >= length * count ? schedule(length) : schedule(step % length);

export interface OneCycle {
  /** Step at which the peak is reached. */
  readonly peakStep: number;
  readonly totalSteps: number;
  /** The start is the peak over this. */
  readonly startDivisor?: number;
  /** The end is the start over this. */
  readonly endDivisor?: number;
}

/**
 * Half a cosine up to `peak`, half a cosine down far below the start. Smith & Topin 2017, https://arxiv.org/abs/1708.07120, with
 * the cosines and divisors of PyTorch and optax.
 */
export const oneCycle = (
  peak: number,
  { peakStep, totalSteps, startDivisor = 25, endDivisor = 1e4 }: OneCycle,
): Schedule => {
  const start = peak / startDivisor;
  return joinSchedules(
    cosine(start, peak, peakStep),
    peakStep,
    cosine(peak, start / endDivisor, totalSteps - peakStep),
  );
};
