/** The algorithm whose step time is the unit of budgets. */
import * as optim from '#optim';
import type { Algorithm } from '#spec';

const learningRate = 1e-3;
const weightDecay = 0.01;

/** AdamW with a constant rate. */
export const referenceAlgorithm = (): Algorithm =>
  optim.optimizer(
    optim.scaleByAdam(),
    optim.addDecayedWeights(weightDecay),
    optim.scaleByLearningRate(learningRate),
  );
