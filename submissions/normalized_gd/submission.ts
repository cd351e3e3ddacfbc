import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Heavy ball on gradients divided by the mean probability of the wrong class; without dropout and label smoothing. */
export default defineSubmission({
  title: 'Gradient descent normalized by the error rate',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2412.08424',
  space: {
    learningRate: log(1e-2, 10),
    oneMinusMomentum: log(0.05, 1),
    weightDecay: log(1e-6, 1e-3),
  },
  algorithm: (hp, task) => ({
    ...optim.optimizer(
      optim.normalizeByErrorRate(task),
      optim.addDecayedWeights(hp.weightDecay),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum }),
      optim.scaleByLearningRate(
        optim.warmupLinear(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    ),
    dropout: 0,
    labelSmoothing: 0,
  }),
});
