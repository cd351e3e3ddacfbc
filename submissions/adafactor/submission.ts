import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Second moments by row and column; momentum of finished steps. See README.md. */
export default defineSubmission({
  title: 'Adafactor',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1804.04235',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, { stepHint }) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint);
    return optim.optimizer(
      optim.scaleByFactoredRms({ b2: 0.99 }),
      optim.clipByBlockRms(1),
      optim.scaleByLearningRate(rate),
      optim.averageUpdates(1 - hp.oneMinusB1),
      optim.decaySteps((step) => hp.weightDecay * rate(step)),
    );
  },
});
