/** When a trial's validation curve crosses a target, under three definitions. Recomputed from the evaluations. */
import { limitOf } from '../record/plan.ts';
import type { Evaluation, TrialResult } from '../record/result.ts';

/** `first`: as the score has it. `confirmed`: twice in a row. `interpolated`: between two evaluations. */
export type CrossingKind = 'first' | 'confirmed' | 'interpolated';

export interface Crossing {
  /** Billed seconds; finite. */
  readonly seconds: number;
  /** Index of the evaluation at or beyond the target. */
  readonly evaluation: number;
}

export interface Goalpost {
  readonly goal: 'minimize' | 'maximize';
  readonly target: number;
}

/** At or beyond the target. */
export const meets = (value: number, { goal, target }: Goalpost): boolean =>
  goal === 'minimize' ? value <= target : value >= target;

/** The target made easier by a share of itself: 0.01 lets an error of 0.20 pass at 0.202, an accuracy of 0.80 at 0.792. */
export const loosen = ({ goal, target }: Goalpost, share: number): Goalpost => ({
  goal,
  target: target + Math.abs(target) * (goal === 'minimize' ? share : -share),
});

/** The crossing within the trial's budget, or undefined where there is none. */
export function crossing(
  trial: TrialResult,
  post: Goalpost,
  kind: CrossingKind,
): Crossing | undefined {
  const values = validationsOf(trial);
  const limit = limitOf(trial.plan);
  for (let i = 0; i < values.length; i++) {
    if (!meets(values[i]!, post)) continue;
    if (trial.evaluations[i]!.seconds > limit) return undefined;
    if (kind === 'confirmed' && !holds(values[i + 1], post)) continue;
    const at = trial.evaluations[i]!;
    const isBetween = kind === 'interpolated' && i > 0;
    const seconds = isBetween ? between(trial.evaluations[i - 1]!, at, post.target) : at.seconds;
    return { seconds, evaluation: i };
  }
  return undefined;
}

/** Validation metrics of a trial, side by side: every target and kind of crossing reads all of them once more. */
function validationsOf(trial: TrialResult): readonly number[] {
  const known = validations.get(trial);
  if (known !== undefined) return known;
  const values = trial.evaluations.map(({ validation }) => validation);
  validations.set(trial, values);
  return values;
}

const validations = new WeakMap<TrialResult, readonly number[]>();

/** A trial that ended at its first hit was never contradicted. */
const holds = (next: number | undefined, post: Goalpost): boolean =>
  next === undefined || meets(next, post);

/** Seconds at which the straight line from `before` (short of the target) to `at` (not short) meets the target. */
const between = (before: Evaluation, at: Evaluation, target: number): number =>
  before.seconds +
  ((at.seconds - before.seconds) * (target - before.validation)) /
    (at.validation - before.validation);
