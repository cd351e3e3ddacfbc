/**
 * How fast a trial's CPU was. Evaluations are the same work again and again, by the same kernels on the same CPU, in a
 * process that no submission reaches: what they cost tells what a neighbour in the caches, the other thread of the core, a frequency or a
 * hypervisor took, which no counter shows.
 */
import { group, mean, quantile } from 'd3-array';
import type { TrialResult } from '../record/result.ts';

/** Below these CPU seconds an evaluation is too short to measure anything by. */
const shortest = 0.02;

/** Trials of one machine and workload are measured by one another. */
const groupOf = ({ plan, origin }: TrialResult): string =>
  JSON.stringify([origin.kind === 'measured' ? origin.machine.fingerprint : '', plan.workload]);

/** Mean CPU seconds of a trial's evaluations; the first, which compiles, is left out where there are others. */
function yardstickOf({ evaluations }: TrialResult): number | undefined {
  const all = evaluations.flatMap(({ yardstickSeconds }) => yardstickSeconds ?? []);
  return mean(all.length > 1 ? all.slice(1) : all);
}

/**
 * By trial: what its evaluations cost over what they cost when it is quiet, which is the lower quartile of all trials of its
 * workload on its machine. Trials whose evaluations are too short to tell are absent.
 */
export function slowness(results: readonly TrialResult[]): Map<TrialResult, number> {
  const found = new Map<TrialResult, number>();
  for (const rivals of group(results, groupOf).values()) {
    const measured = rivals.flatMap((result) => {
      const seconds = yardstickOf(result);
      return seconds === undefined ? [] : [{ result, seconds }];
    });
    const quiet = quantile(measured, 0.25, ({ seconds }) => seconds);
    if (quiet === undefined || quiet < shortest) continue;
    for (const { result, seconds } of measured) found.set(result, seconds / quiet);
  }
  return found;
}

/** Slowness beyond which a trial is marked, and beyond which it is repeated. */
export const slowed = { marked: 1.05, repeated: 1.15 };
