/** What training decides of a trial, and where two trials part. */
import type { Evaluation, TrialResult } from '../record/result.ts';

/** Everything that training decides of an evaluation, as text; times are left out. */
const courseOf = ({ step, examples, validation, trainingLoss, metrics }: Evaluation): string =>
  JSON.stringify({
    step,
    examples,
    validation,
    trainingLoss,
    metrics: Object.entries(metrics).sort(),
  });

/** The first evaluation of `before` that `after` has otherwise or not at all, in words; undefined where they agree. */
export function firstDifference(before: TrialResult, after: TrialResult): string | undefined {
  for (const [i, evaluation] of before.evaluations.entries()) {
    const other = after.evaluations[i];
    if (other === undefined)
      return `evaluation ${i + 1} is missing: the replay ended ${after.outcome.status}`;
    if (courseOf(evaluation) !== courseOf(other)) {
      return `evaluation ${i + 1} (step ${evaluation.step}): ${courseOf(evaluation)} became ${courseOf(other)}`;
    }
  }
  return undefined;
}
