/** How much longer one of two things takes that were timed in pairs. */
import { median } from 'd3-array';
import { isUndisturbed, type Sample } from './samples.ts';

/** A share of the second's median time: the median of the pairs' differences, and where it lies with 95 % confidence. */
export interface Difference {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Median of the second, ms. */
  readonly base: number;
  readonly kept: number;
  readonly taken: number;
}

/** The normal quantile for 95 %, two-sided. */
const z = 1.96;

/**
 * From pairs of which both samples were undisturbed. The interval is the one between two order statistics (ranks
 * n/2 -+ z sqrt(n)/2, from the sign test); it assumes no distribution.
 */
export function differenceOf(
  pairs: readonly (readonly [Sample, Sample])[],
  best: number,
): Difference {
  const kept = pairs.filter((pair) => pair.every((sample) => isUndisturbed(sample, best)));
  const base = median(kept, ([, { milliseconds }]) => milliseconds) ?? NaN;
  const shares = kept
    .map(([a, b]) => (a.milliseconds - b.milliseconds) / base)
    .sort((a, b) => a - b);
  const n = shares.length;
  const rank = Math.floor((n - z * Math.sqrt(n)) / 2);
  const known = rank >= 1;
  return {
    share: median(shares) ?? NaN,
    low: known ? shares[rank - 1]! : NaN,
    high: known ? shares[n - rank]! : NaN,
    base,
    kept: n,
    taken: pairs.length,
  };
}
