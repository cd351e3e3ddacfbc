/** A slow start and a fast decay: a reconstruction of the rule in arXiv 2012.13628, whose formula we could not find. */
import { constant, type Schedule } from './schedules.ts';

export interface SlowStartOptions {
  readonly peak: number;
  readonly steps: number;
  /** Share of the steps at which the peak stands, in (0, 1). */
  readonly peakAt: number;
  /** Rates at the start and at the end over that at the peak, in (0, 1]. */
  readonly range: number;
}

/**
 * Straight lines on a logarithmic axis, up to the peak at step peakAt steps and down again:
 * peak range^(1 - t / (peakAt T)), then peak range^((t - peakAt T) / ((1 - peakAt) T)). Ours, after the abstract's words only.
 */
export const slowStartFastDecay = (options: SlowStartOptions): Schedule => {
  const { peak, steps, peakAt, range } = options;
  if (!(steps > 0)) return constant(peak * range);
  return (step) => {
    const x = Math.min(step / steps, 1);
    const away = x < peakAt ? 1 - x / peakAt : (x - peakAt) / (1 - peakAt);
    return peak * range ** away;
  };
};
