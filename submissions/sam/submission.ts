import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** AdamW on the sharpness-aware gradient: two gradients a step. */
export default defineSubmission({
  title: 'SAM with AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2010.01412',
  space: {
    learningRate: log(1e-4, 1e-1),
    rho: log(5e-3, 0.5),
    weightDecay: log(5e-3, 1),
  },
  algorithm(hp, task) {
    const adamw = optim.optimizer(
      optim.scaleByAdam({ b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    );
    return optim.sam(adamw, hp.rho);
  },
});
