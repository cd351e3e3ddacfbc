/** A score and a speed-up against times that no other submission can move. */
import { budgetOf } from '../record/plan.ts';
import type { Analysis } from './analysis.ts';
import { central, resampleAt } from './bootstrap.ts';
import type { Known } from './known.ts';
import type { Reference, SubmissionSummary } from './summary.ts';

export interface ReferenceTimes {
  readonly reference: Reference;
  /** Reference seconds by base workload, Infinity where there are none. */
  readonly seconds: Float64Array;
  /** As `seconds`, in one resample. */
  readonly resampled: (index: number) => Float64Array;
}

/** A submission's medians, the calibrated step hints of measured results, or nothing. */
export function referenceTimes(analysis: Analysis, name: string | undefined): ReferenceTimes {
  const { field, times, resamples } = analysis;
  if (name === undefined) {
    const seconds = stepHintSeconds(analysis);
    return { reference: stepHintReference(seconds), seconds, resampled: () => seconds };
  }
  const row = field.submissions.indexOf(name);
  if (row < 0) {
    const known = field.submissions.join(', ');
    throw new Error(
      `There is no reference submission "${name}" in these results. Choose one of: ${known}.`,
    );
  }
  const from = row * field.workloads.length;
  return {
    reference: { kind: 'submission', name },
    seconds: times.subarray(from, from + field.bases),
    resampled: (index) => resampleAt(resamples, index).subarray(from, from + field.bases),
  };
}

/** Step hint x reference step time by base workload; Infinity where results are imported. */
function stepHintSeconds({ field }: Analysis): Float64Array {
  const seconds = new Float64Array(field.bases).fill(Infinity);
  field.cells.forEach((studies, cell) => {
    const column = cell % field.workloads.length;
    const trial = studies[0]?.[0];
    if (column >= field.bases || trial?.origin.kind !== 'measured') return;
    const budget = budgetOf(trial.plan);
    if (budget === undefined) return;
    seconds[column] = Math.min(seconds[column]!, trial.plan.stepHint * budget.stepSeconds);
  });
  return seconds;
}

const stepHintReference = (seconds: Float64Array): Reference =>
  seconds.some(Number.isFinite)
    ? { kind: 'step-hint' }
    : { kind: 'none', why: 'imported results carry no reference step time; name a submission' };

/**
 * Mean over base workloads with a reference time of max(0, (rMax - t / t_ref) / (rMax - 1)). A time below the
 * reference's earns more than 1; variants do not gate.
 */
export function fixedReferenceScore(
  { field, times, rule: { rMax } }: Analysis,
  { reference, seconds }: ReferenceTimes,
  row: number,
): Known {
  if (reference.kind === 'none') return { kind: 'unknown', why: reference.why };
  let sum = 0;
  let count = 0;
  seconds.forEach((limit, column) => {
    if (limit === Infinity) return;
    const ratio = times[row * field.workloads.length + column]! / limit;
    sum += Math.max(0, (rMax - ratio) / (rMax - 1));
    count++;
  });
  if (count === 0) return { kind: 'unknown', why: 'the reference reached no target' };
  return { kind: 'known', value: sum / count };
}

/** Geometric mean of reference time over own time on the base workloads that both reached. */
export function speedupToReference(
  analysis: Analysis,
  { reference, seconds, resampled }: ReferenceTimes,
  row: number,
): SubmissionSummary['speedup'] {
  if (reference.kind === 'none') return { kind: 'unknown', why: reference.why, workloads: 0 };
  const { field, times, resamples } = analysis;
  const from = row * field.workloads.length;
  const { mean, count } = meanLog(seconds, times.subarray(from));
  if (count === 0) return { kind: 'unknown', why: 'no workload that both reached', workloads: 0 };
  const known = { kind: 'known', value: Math.exp(mean), workloads: count } as const;
  if (!resamples.varies) return known;
  const draws = new Float64Array(resamples.count);
  let drawn = 0;
  for (let i = 0; i < resamples.count; i++) {
    const draw = meanLog(resampled(i), resampleAt(resamples, i).subarray(from));
    if (draw.count > 0) draws[drawn++] = draw.mean;
  }
  const { low, high } = central(draws.subarray(0, drawn));
  return { ...known, interval: { low: Math.exp(low), high: Math.exp(high) } };
}

function meanLog(reference: Float64Array, own: Float64Array): { mean: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] === Infinity || own[i] === Infinity) continue;
    sum += Math.log(reference[i]! / own[i]!);
    count++;
  }
  return { mean: sum / count, count };
}
