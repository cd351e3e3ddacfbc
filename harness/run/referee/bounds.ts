/** How much a trial may ask of its referee and its machine before it is ended. */
import type { Workload } from '#spec';
import type { TrialPlan } from '../../record/plan.ts';

/** Seconds a trainer may take to load. */
export const loadingSeconds = 120;
/** Clear seconds between two frames in a trial that has no budget. */
export const stretchSeconds = 3600;
/** Seconds between the last word and the end of the process. */
export const endingSeconds = 30;
/** Wall seconds for each clear second that may be billed: more is a machine that cannot run trials. */
const wallFactor = 50;

/** Clear seconds that a trainer may overrun its budget inside one call. */
export const grace = (budgetSeconds: number): number => Math.max(5, 0.25 * budgetSeconds);

/** Wall seconds that submitted code may run for with such a budget, whoever had its CPU. */
export const mostWallSeconds = (budgetSeconds: number): number =>
  wallFactor * (budgetSeconds + grace(budgetSeconds));

/**
 * Evaluations of a trial. By the budget's reference steps there would be `steps / every`; an algorithm whose examples are cheaper,
 * such as by large batches, makes more of them in the same time.
 */
export function mostEvaluations(
  { until }: Pick<TrialPlan, 'until'>,
  { evaluation }: Pick<Workload, 'evaluation'>,
): number {
  if (until.kind === 'evaluations') return until.count;
  return Math.max(1000, Math.ceil((16 * until.budget.steps) / evaluation.every));
}
