import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** AdamW whose steps are in proportion to each tensor's size. See README.md. */
export default defineSubmission({
  title: 'LAMB',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1904.00962',
  space: {
    learningRate: log(3e-3, 1e-1),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByTrustRatio(),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
    ),
});
