import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Steps are larger than Adam's by their sign, so the learning rate is smaller and the decay larger. Provenance: code. */
export default defineSubmission({
  title: 'Lion',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2302.06675',
  space: {
    learningRate: log(1e-4, 5e-3),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(2e-2, 5),
  },
  algorithm: (hp, task) =>
    optim.optimizer(
      optim.scaleByLion({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    ),
});
