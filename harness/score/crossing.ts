/** When a trial's validation curve crosses a target, under three definitions. Recomputed from the evaluations. */
import type { Evaluation, TrialResult } from '../results/trial-result.ts';

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

/** The crossing, or undefined where the trial has none. */
export function crossing(
  { evaluations }: TrialResult,
  post: Goalpost,
  kind: CrossingKind,
): Crossing | undefined {
  const hit = evaluations.findIndex(
    ({ validation }, i) =>
      meets(validation, post) && (kind !== 'confirmed' || holds(evaluations[i + 1], post)),
  );
  const at = evaluations[hit];
  if (at === undefined) return undefined;
  const before = evaluations[hit - 1];
  const seconds =
    kind === 'interpolated' && before !== undefined ? between(before, at, post.target) : at.seconds;
  return { seconds, evaluation: hit };
}

/** A trial that ended at its first hit was never contradicted. */
const holds = (next: Evaluation | undefined, post: Goalpost): boolean =>
  next === undefined || meets(next.validation, post);

/** Seconds at which the straight line from `before` (short of the target) to `at` (not short) meets the target. */
const between = (before: Evaluation, at: Evaluation, target: number): number =>
  before.seconds +
  ((at.seconds - before.seconds) * (target - before.validation)) /
    (at.validation - before.validation);
