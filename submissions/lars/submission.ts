import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Momentum whose steps are in proportion to each tensor's size. See README.md. */
export default defineSubmission({
  title: 'LARS',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1708.03888',
  space: {
    learningRate: log(1e-3, 5e-2),
    oneMinusMomentum: log(0.05, 0.4),
    weightDecay: log(1e-6, 1e-3),
  },
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByTrustRatio(),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum }),
    ),
});
