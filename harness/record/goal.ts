/** Which of two metric values is better, and which are good enough. */
import type { Goal } from '#spec';
import type { TrialPlan } from './plan.ts';
import type { Evaluation } from './result.ts';

/** Is this value as good as the target? */
export const reaches = (value: number, target: number, goal: Goal): boolean =>
  goal === 'minimize' ? value <= target : value >= target;

/** Index of the first evaluation that reached the validation target, or -1: also where there is no target. */
export const firstHit = (
  evaluations: readonly Pick<Evaluation, 'validation'>[],
  { target, metric }: Pick<TrialPlan, 'target' | 'metric'>,
): number =>
  target === undefined
    ? -1
    : evaluations.findIndex(({ validation }) =>
        reaches(validation, target.validation, metric.goal),
      );

/** Is this value truly better than the other? */
export const better = (value: number, other: number, goal: Goal): boolean =>
  goal === 'minimize' ? value < other : value > other;
