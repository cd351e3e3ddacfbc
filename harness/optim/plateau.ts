/** Rules that look back on the trial's evaluations. */
import type { Goal, PastEvaluation } from '#spec';

/** How much better `now` is than `before`, as a share of |before|; NaN where one of them is. */
export const relativeGain = (before: number, now: number, goal: Goal): number =>
  (goal === 'maximize' ? now - before : before - now) / Math.max(Math.abs(before), 1e-12);

/** Means of the last `window` values at each place; fewer at the start. */
const runningMeans = (values: readonly number[], window: number): number[] =>
  values.map((_, k) => {
    const last = values.slice(Math.max(0, k + 1 - window), k + 1);
    return last.reduce((sum, x) => sum + x, 0) / last.length;
  });

export interface PlateauOptions {
  /** Evaluations in a mean. */
  readonly window: number;
  /** Evaluations from one cut to the next, at least; `window` where left out. */
  readonly quiet?: number;
  /** Relative gain of a mean over the one before it, below which the rate is cut. */
  readonly threshold: number;
  /** What a cut multiplies the rate with, in (0, 1). */
  readonly factor: number;
}

/**
 * The product of all cuts so far: AccelAT's rule (Nikfam et al. 2022, https://doi.org/10.1109/ACCESS.2022.3213734) as its
 * authors' code has it. With A_k the mean of the last `window` values after evaluation k, a cut falls where more than
 * `window` earlier means exist, at least `quiet` evaluations have passed since the last cut, if there was one, and A_k
 * gained less than `threshold` on A_(k-1). The code compares accuracies by their difference; here the gain is relative
 * and towards the goal, so that any metric will do.
 */
export const plateauFactor = (
  evaluations: readonly PastEvaluation[],
  goal: Goal,
  { window, quiet = window, threshold, factor }: PlateauOptions,
): number => {
  const means = runningMeans(
    evaluations.map(({ validation }) => validation),
    window,
  );
  let cuts = 0;
  let since = quiet;
  for (let k = 1; k < means.length; k++) {
    since += 1;
    const gained = relativeGain(means[k - 1]!, means[k]!, goal) >= threshold;
    if (k <= window || since < quiet || gained) continue;
    cuts += 1;
    since = 0;
  }
  return factor ** cuts;
};

/**
 * The step of the first evaluation, at `after` steps or later, that is better by less than `threshold` (relative) than
 * the one `window` evaluations before it; undefined while there is none.
 */
export const flatSince = (
  evaluations: readonly PastEvaluation[],
  goal: Goal,
  { window, threshold, after }: { window: number; threshold: number; after: number },
): number | undefined =>
  evaluations.find(({ step, validation }, k) => {
    const before = evaluations[k - window];
    if (before === undefined || step < after) return false;
    return !(relativeGain(before.validation, validation, goal) >= threshold);
  })?.step;
