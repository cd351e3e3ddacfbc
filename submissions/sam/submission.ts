import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** AdamW on the sharpness-aware gradient: two gradients a step. Provenance: paper. */
export default defineSubmission({
  title: 'SAM with AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2010.01412',
  space: {
    learningRate: log(1e-3, 2e-2),
    rho: log(5e-3, 0.5),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const adamw = optim.optimizer(
      optim.scaleByAdam({ b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    );
    return optim.sam(adamw, hp.rho);
  },
});
