/** Samples of a time, each with the core's rate around it; those taken on a disturbed core do not count. */
import { median } from 'd3-array';

/** One timed call. `rate` is the lower of the spin's rates just before and just after it. */
export interface Sample {
  readonly milliseconds: number;
  readonly rate: number;
}

/** A sample counts when the core ran at this share of its best rate before and after it. */
export const undisturbedShare = 0.93;

/** Fewer kept samples than this give no median: then all samples count, and `quiet` is false. */
export const fewestKept = 3;

export const isUndisturbed = ({ rate }: Sample, best: number): boolean =>
  rate >= undisturbedShare * best;

/** The best rate that these samples saw. */
export const bestRate = (samples: readonly Sample[]): number =>
  samples.reduce((best, { rate }) => Math.max(best, rate), 0);

/** What samples of one piece of work say. */
export interface Timing {
  /** Median, ms; NaN without samples. */
  readonly median: number;
  readonly kept: number;
  readonly taken: number;
  /** Whether enough samples were undisturbed; otherwise the median is over all of them. */
  readonly quiet: boolean;
}

/** Judges samples by the best rate seen, `best` where other work of the same process saw a better one. */
export function timingOf(samples: readonly Sample[], best = bestRate(samples)): Timing {
  const kept = samples.filter((sample) => isUndisturbed(sample, best));
  const quiet = kept.length >= fewestKept;
  const counted = quiet ? kept : samples;
  return {
    median: median(counted, ({ milliseconds }) => milliseconds) ?? NaN,
    kept: kept.length,
    taken: samples.length,
    quiet,
  };
}
