/** Which of two metric values is better, and which are good enough. */
import type { Goal } from '#spec';
import { limitOf, type TrialPlan } from './plan.ts';
import type { Evaluation } from './result.ts';

/** Is this value as good as the target? */
export const reaches = (value: number, target: number, goal: Goal): boolean =>
  goal === 'minimize' ? value <= target : value >= target;

/** Index of the first evaluation that reached the validation target within the budget, or -1: also where there is no target. */
export function firstHit(
  evaluations: readonly Pick<Evaluation, 'validation' | 'seconds'>[],
  plan: Pick<TrialPlan, 'target' | 'metric' | 'until'>,
): number {
  const { target, metric } = plan;
  if (target === undefined) return -1;
  const limit = limitOf(plan);
  return evaluations.findIndex(
    ({ validation, seconds }) =>
      seconds <= limit && reaches(validation, target.validation, metric.goal),
  );
}

/** Is this value truly better than the other? */
export const better = (value: number, other: number, goal: Goal): boolean =>
  goal === 'minimize' ? value < other : value > other;
