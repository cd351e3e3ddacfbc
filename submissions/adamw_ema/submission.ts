import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** AdamW at a constant learning rate; an average of its iterates, in place of a decay, is judged. Provenance: paper. */
export default defineSubmission({
  title: 'AdamW with averaging',
  authors: ['Time-to-Result baselines'],
  reference: 'https://doi.org/10.1137/0330046',
  space: {
    learningRate: log(1e-4, 1e-1),
    oneMinusDecay: log(5e-3, 0.2),
    weightDecay: log(5e-3, 1),
  },
  algorithm(hp, task) {
    const adamw = optim.optimizer(
      optim.scaleByAdam({ b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(optim.warmupConstant(hp.learningRate, 0.05 * task.stepHint)),
    );
    return optim.averaged(adamw, 1 - hp.oneMinusDecay);
  },
});
