/** Performance profiles (Dolan and Moré 2002): the share of workloads on which a submission is within r of the fastest. */
import { ascending, range } from 'd3-array';
import type { Analysis } from './analysis.ts';
import { central, resampleAt } from './bootstrap.ts';
import { countedRatios } from './credit.ts';
import type { Profile } from './summary.ts';

/** Ratios at which the band is given, and how many resamples it is made from. */
const bandPoints = 61;
const bandResamples = 2000;

/** One profile a submission, in the order of `order`. */
export function profilesOf(analysis: Analysis, order: readonly number[]): Profile[] {
  const { field, rule, times, resamples } = analysis;
  const ratios = countedRatios(times, field, rule);
  const grid = range(bandPoints).map((i) => 1 + ((rule.rMax - 1) * i) / (bandPoints - 1));
  const shares = resamples.varies ? resampledShares(analysis, grid) : undefined;
  return order.map((row) => ({
    submission: field.submissions[row]!,
    steps: stepsOf(
      Array.from(ratios.subarray(row * field.bases, (row + 1) * field.bases)),
      rule.rMax,
    ),
    band:
      shares === undefined ? [] : grid.map((ratio, i) => ({ ratio, ...central(shares[row]![i]!) })),
  }));
}

/** The exact profile: a step at every ratio, with both ends of [1, rMax]. */
function stepsOf(ratios: readonly number[], rMax: number): Profile['steps'] {
  const at = [...new Set([1, ...ratios.filter((ratio) => ratio <= rMax), rMax])].sort(ascending);
  return at.map((ratio) => ({ ratio, share: shareWithin(ratios, ratio) }));
}

const shareWithin = (ratios: ArrayLike<number>, limit: number): number => {
  let within = 0;
  for (let i = 0; i < ratios.length; i++) if (ratios[i]! <= limit) within++;
  return within / ratios.length;
};

/** [submissions][grid][resamples] shares. */
function resampledShares(
  { field, rule, resamples }: Analysis,
  grid: readonly number[],
): Float64Array[][] {
  const count = Math.min(bandResamples, resamples.count);
  const shares = field.submissions.map(() => grid.map(() => new Float64Array(count)));
  for (let i = 0; i < count; i++) {
    const ratios = countedRatios(resampleAt(resamples, i), field, rule);
    for (const [row, byRatio] of shares.entries()) {
      const own = ratios.subarray(row * field.bases, (row + 1) * field.bases).sort();
      let within = 0;
      for (const [k, limit] of grid.entries()) {
        while (within < own.length && own[within]! <= limit) within++;
        byRatio[k]![i] = within / own.length;
      }
    }
  }
  return shares;
}
