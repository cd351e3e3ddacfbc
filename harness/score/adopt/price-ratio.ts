/** What a course costs here, in what it cost where it was measured. */
import { mean, variance } from 'd3-array';
import type { Evaluation } from '../../record/result.ts';
import { quantileT } from '../student-t.ts';

export interface PriceRatio {
  /** Clear seconds here over those recorded. */
  readonly ratio: number;
  /** 95 % interval of the ratio. */
  readonly low: number;
  readonly high: number;
  readonly replays: number;
}

/** Half width of the interval, as a share, at which no further replay is needed. */
export const closeEnough = 0.02;

type Timed = Pick<Evaluation, 'seconds'>;

/** Seconds from each evaluation to the next. */
const stretchesOf = (evaluations: readonly Timed[]): number[] =>
  evaluations.map(({ seconds }, i) => seconds - (evaluations[i - 1]?.seconds ?? 0));

/**
 * The geometric mean, over the stretches between evaluations of all replays, of seconds here over seconds recorded; with Student's interval
 * of its logarithm. No replay has more evaluations than were recorded. Throws where there is but one stretch, which tells no interval.
 */
export function priceRatio(
  recorded: readonly Timed[],
  replays: readonly (readonly Timed[])[],
): PriceRatio {
  const there = stretchesOf(recorded);
  const logs = replays.flatMap((here) =>
    stretchesOf(here).map((seconds, i) => Math.log(seconds / there[i]!)),
  );
  if (logs.length < 2)
    throw new Error('A price needs two stretches: two evaluations, or two replays.');
  const middle = mean(logs)!;
  const error = Math.sqrt(variance(logs)! / logs.length);
  const half = quantileT(0.95, logs.length - 1) * error;
  return {
    ratio: Math.exp(middle),
    low: Math.exp(middle - half),
    high: Math.exp(middle + half),
    replays: replays.length,
  };
}

/** Is the interval narrow enough? */
export const isClose = ({ ratio, low, high }: PriceRatio): boolean =>
  Math.max(high / ratio, ratio / low) - 1 <= closeEnough;
