import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Weights decay, other parameters do not. b2 is that of short runs: its memory, 100 steps, is a fraction of them. Provenance: paper. */
export default defineSubmission({
  title: 'AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1711.05101',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm: (hp, task) =>
    optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    ),
});
