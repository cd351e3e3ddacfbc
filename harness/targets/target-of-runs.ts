/** From runs to a target: AlgoPerf's procedure (Dahl et al. 2023, https://arxiv.org/abs/2306.07179, section 4.2). Pure. */
import type { Goal } from '#spec';
import { better, reaches } from '../record/goal.ts';
import type { Candidate, CurvePoint, TargetRun } from './derivation.ts';

/** Significant digits of a target. */
const targetDigits = 4;

/** The best validation value of a run's evaluations; undefined when it diverged before the first. */
export function bestValidation(
  { curve }: Pick<TargetRun, 'curve'>,
  goal: Goal,
): number | undefined {
  let best: number | undefined;
  for (const [, , validation] of curve)
    if (best === undefined || better(validation, best, goal)) best = validation;
  return best;
}

/** The run with the best validation value; the first of equals. */
export function winnerOf<R extends Pick<TargetRun, 'curve'>>(
  runs: readonly R[],
  goal: Goal,
): R | undefined {
  let winner: { readonly run: R; readonly best: number } | undefined;
  for (const run of runs) {
    const best = bestValidation(run, goal);
    if (best !== undefined && (winner === undefined || better(best, winner.best, goal)))
      winner = { run, best };
  }
  return winner?.run;
}

/** A value at so many significant digits that is at most as hard to reach. */
export function roundedEasier(value: number, goal: Goal, digits = targetDigits): number {
  const rounded = Number(value.toPrecision(digits));
  if (reaches(value, rounded, goal)) return rounded;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(rounded))) - digits + 1);
  return Number((goal === 'minimize' ? rounded + unit : rounded - unit).toPrecision(digits));
}

/** Evaluation at which a run first reached the target. */
export const firstAtTarget = (
  { curve }: Pick<TargetRun, 'curve'>,
  target: number,
  goal: Goal,
): CurvePoint | undefined => curve.find(([, , validation]) => reaches(validation, target, goal));

/** The mean of the middle two when their number is even, without the last bits' noise that comes of adding. */
function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const [low = NaN, high = NaN] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return Math.min(Math.max(Number(((low + high) / 2).toPrecision(12)), low), high);
}

export interface FoundTarget {
  readonly validation: number;
  readonly test: number;
  /** Runs that reach `validation`. */
  readonly hits: number;
}

/**
 * Validation target: the median of the runs' best validation values (a run that diverged before its first evaluation
 * counts as worst), rounded to the easier side, so that at least half the runs reach it. Test target: the worst test value
 * of these runs, each taken at the evaluation where the run first reaches the validation target, which is where a
 * trial's test value is taken; rounded to the easier side too.
 */
export function targetOfRuns(
  runs: readonly Pick<TargetRun, 'curve'>[],
  goal: Goal,
): FoundTarget | undefined {
  const worst = goal === 'minimize' ? Infinity : -Infinity;
  const middle = median(runs.map((run) => bestValidation(run, goal) ?? worst));
  if (!Number.isFinite(middle)) return undefined;
  const validation = roundedEasier(middle, goal);
  let hits = 0;
  let test: number | undefined;
  for (const run of runs) {
    const first = firstAtTarget(run, validation, goal);
    if (first === undefined) continue;
    hits += 1;
    const [, , , value] = first;
    if (value !== undefined && (test === undefined || better(test, value, goal))) test = value;
  }
  return test === undefined ? undefined : { validation, test: roundedEasier(test, goal), hits };
}

/** Are these the same algorithm at the same point? */
export const sameCandidate = (a: Candidate, b: Candidate): boolean =>
  a.algorithm === b.algorithm &&
  JSON.stringify(a.hyperparameters) === JSON.stringify(b.hyperparameters);
