/** How much a method loses by a wrong learning rate. Wortsman et al. 2023, https://arxiv.org/abs/2309.14322 */
import type { Goal } from '#spec';

/** What a method ends at with one learning rate. */
export interface RateResult {
  readonly learningRate: number;
  /** Loss or metric after a fixed number of steps; not finite where training diverged. */
  readonly end: number;
}

/** The rates of the paper's grid. */
export const sensitivityGrid = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1] as const;

export interface LrSensitivity {
  /** The paper's number, in the units of the loss or metric. */
  readonly area: number;
  /** The same over the distance from the start to the best end; undefined where no rate improves on the start. */
  readonly share?: number;
  /** The rate with the best end; undefined where every rate diverged or ended no better than the start. */
  readonly best?: number;
}

/**
 * The mean over rates of how far the end is from the best end, where an end worse than the start counts as the start and so
 * does a run that diverged: E[min(end, start) - best] for a loss. Rates weigh the same, so they should be even in
 * their logarithm. 0 where every rate does equally well.
 */
export function lrSensitivity(
  results: readonly RateResult[],
  start: number,
  goal: Goal = 'minimize',
): LrSensitivity {
  if (results.length === 0)
    throw new Error(
      'There are no results to take a sensitivity of. Give one for each learning rate.',
    );
  if (!Number.isFinite(start))
    throw new Error(`The value before training is ${start}. It must be a finite number.`);
  const sign = goal === 'minimize' ? 1 : -1;
  const losses = results.map(({ end }) =>
    Number.isFinite(end) ? Math.min(sign * end, sign * start) : sign * start,
  );
  const best = Math.min(...losses);
  const area = losses.reduce((sum, loss) => sum + (loss - best), 0) / losses.length;
  const gained = sign * start - best;
  if (gained <= 0) return { area };
  return { area, share: area / gained, best: results[losses.indexOf(best)]!.learningRate };
}
