/** What a submission is told of its task, and the algorithm it builds for it. */
import type { Algorithm, Model, Submission, Task, Workload } from '#spec';
import { budgetOf, type TrialPlan } from '../../record/plan.ts';
import { hide } from './hidden-names.ts';

/** Parameters go by number, so that names do not tell the workload apart; reading the budget counts as reading a clock. */
export const taskOf = (
  plan: TrialPlan,
  workload: Workload,
  model: Model,
  rest: Pick<Task, 'trainingExamples' | 'random'> & { readonly onClock: () => void },
): Task => ({
  parameters: Object.fromEntries(
    Object.entries(hide(model.parameters)).map(([name, { shape, role }]) => [
      name,
      { shape, role },
    ]),
  ),
  loss: workload.loss,
  goal: plan.metric.goal,
  target: plan.target?.validation,
  stepHint: plan.stepHint,
  batchSize: workload.batchSize,
  trainingExamples: rest.trainingExamples,
  get budgetSeconds() {
    rest.onClock();
    return budgetOf(plan)?.seconds;
  },
  random: rest.random,
});

/** The algorithm a submission builds, its batch size checked. */
export function algorithmOf(
  submission: Submission,
  { hyperparameters }: Pick<TrialPlan, 'hyperparameters'>,
  task: Task,
): Algorithm {
  // What a space yields is what the plan holds: the hyperparameters' own type is the submission's affair.
  const algorithm = submission.algorithm(hyperparameters as never, task);
  const batchSize = algorithm.batchSize ?? task.batchSize;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > task.trainingExamples) {
    throw new Error(
      `batchSize is ${batchSize}; allowed are whole numbers from 1 to ${task.trainingExamples}.`,
    );
  }
  return algorithm;
}
