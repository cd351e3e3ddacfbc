/** One submission on one workload: its studies, its median, its share in the score. */
import type { TrialResult } from '../record/result.ts';
import { columnOf, goalpost, type Analysis } from './analysis.ts';
import { countedRatios, creditOf, limitOf } from './credit.ts';
import { crossing, meets } from './crossing.ts';
import type { Column } from './field.ts';
import { median } from './median.ts';
import { pricesOf } from './price.ts';
import type { StudyTime } from './study.ts';
import type { CellSummary, Crossings, StudySummary, Time } from './summary.ts';
import { workToTarget } from './work.ts';

/** All cells by row x columns + column. @param reference Submission that prices are taken to; the cheapest when left out. */
export function cellsOf(analysis: Analysis, reference?: string): CellSummary[] {
  const { field, studies, otherwise, rule, times } = analysis;
  const columns = field.workloads.length;
  const ratios = countedRatios(times, field, rule);
  const prices = pricesOf(field, reference);
  return studies.map((judged, cell): CellSummary => {
    const row = Math.floor(cell / columns);
    const column = columnOf(field, cell);
    const best = fastest(times, columns, cell % columns);
    const isBase = cell % columns < field.bases;
    const trials = field.cells[cell]!.flat();
    return {
      submission: field.submissions[row]!,
      workload: column.name,
      studies: judged.map((study, i) => studySummary(study, field.cells[cell]![i]!, column)),
      median: medianTime(judged),
      ratio: Number.isFinite(times[cell])
        ? { kind: 'known', value: times[cell]! / best }
        : { kind: 'unknown', why: trials.length === 0 ? 'no results' : 'target not reached' },
      credit: isBase ? creditOf(ratios[row * field.bases + (cell % columns)]!, rule) : 0,
      gatedBy: isBase ? gatesOf(analysis, row, cell % columns) : [],
      hitRate: trials.length === 0 ? 0 : hitsOf(trials, column) / trials.length,
      work: workToTarget(judged),
      price: prices[cell]!,
      crossings: {
        first: medianTime(judged),
        confirmed: medianTime(otherwise.confirmed[cell]!),
        interpolated: medianTime(otherwise.interpolated[cell]!),
        ...dipsOf(trials, column),
      },
    };
  });
}

/** Least median of a column; Infinity where nobody reached the target. */
export function fastest(times: Float64Array, columns: number, column: number): number {
  let best = Infinity;
  for (let i = column; i < times.length; i += columns) best = Math.min(best, times[i]!);
  return best;
}

export const reachedBy =
  (column: Column) =>
  (trial: TrialResult): boolean =>
    crossing(trial, goalpost(column), 'first') !== undefined;

const hitsOf = (trials: readonly TrialResult[], column: Column): number =>
  trials.filter(reachedBy(column)).length;

const timeOf = ({ seconds, waited }: StudyTime): Time =>
  seconds === Infinity ? { kind: 'censored', seconds: waited } : { kind: 'reached', seconds };

/** Where the median is a miss: the median of reached and waited times, which it is sure to exceed. */
export function medianTime(studies: readonly StudyTime[]): Time {
  if (studies.length === 0) return { kind: 'absent' };
  const seconds = median(studies.map((study) => study.seconds));
  if (seconds !== Infinity) return { kind: 'reached', seconds };
  const atLeast = studies.map((study) => Math.min(study.seconds, study.waited));
  return { kind: 'censored', seconds: median(atLeast) };
}

function studySummary(
  study: StudyTime,
  trials: readonly TrialResult[],
  column: Column,
): StudySummary {
  return {
    study: trials[0]!.plan.study,
    time: timeOf(study),
    ...(study.best === undefined ? {} : { trial: study.best.result.plan.trial }),
    trials: trials.length,
    reachedTrials: hitsOf(trials, column),
  };
}

/** Variants that took a base workload's credit: missed, missing, or beyond rMax times their fastest. */
function gatesOf({ field, times, rule }: Analysis, row: number, base: number): string[] {
  const columns = field.workloads.length;
  if (!rule.gates || times[row * columns + base] === Infinity) return [];
  return field.workloads.flatMap((workload, column) => {
    const time = times[row * columns + column]!;
    const lost = time === Infinity || time > limitOf(times, field, rule, column);
    return column >= field.bases && workload.base === base && lost ? [workload.name] : [];
  });
}

/** Hits followed by another evaluation, and how many of those were short of the target again. */
function dipsOf(
  trials: readonly TrialResult[],
  column: Column,
): Pick<Crossings, 'followed' | 'dipped'> {
  const next = trials.flatMap((trial) => {
    const hit = crossing(trial, goalpost(column), 'first');
    const after = hit === undefined ? undefined : trial.evaluations[hit.evaluation + 1];
    return after === undefined ? [] : [after];
  });
  const dipped = next.filter(({ validation }) => !meets(validation, goalpost(column)));
  return { followed: next.length, dipped: dipped.length };
}
