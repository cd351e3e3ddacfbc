/** What training decides of a trial: the same on every machine whose numerics are the same. Times are left out. */
import type { Evaluation } from './result.ts';

/** Everything that training decides of an evaluation, as text. */
export const courseOf = ({
  step,
  examples,
  validation,
  trainingLoss,
  metrics,
}: Evaluation): string =>
  JSON.stringify({
    step,
    examples,
    validation,
    trainingLoss,
    metrics: Object.entries(metrics).sort(),
  });

/** The first of these evaluations that a replay does not repeat to the last bit, in words; `ended` is how the replay ended. */
export function firstDifference(
  recorded: readonly Evaluation[],
  again: readonly Evaluation[],
  ended: string,
): string | undefined {
  for (const [i, evaluation] of recorded.entries()) {
    const other = again[i];
    if (other === undefined) return `evaluation ${i + 1} is missing: the replay ended ${ended}`;
    if (courseOf(evaluation) !== courseOf(other))
      return `evaluation ${i + 1} (step ${evaluation.step}): ${courseOf(evaluation)} became ${courseOf(other)}`;
  }
  return undefined;
}
