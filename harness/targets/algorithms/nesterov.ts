import * as optim from '#optim';
import { defineSubmission } from '#spec';
import { momentumSpace } from '../spaces.ts';

/** Target setting: Nesterov momentum, L2 regularization before it, warmup, then a line down to a hundredth. */
export default defineSubmission({
  title: 'Nesterov momentum',
  authors: ['Time-to-Result targets'],
  reference: 'https://proceedings.mlr.press/v28/sutskever13.html',
  space: momentumSpace,
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.addDecayedWeights(hp.weightDecay),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum, nesterov: true }),
      optim.scaleByLearningRate(
        optim.warmupLinear(hp.learningRate, 0.05 * stepHint, stepHint, 0.01 * hp.learningRate),
      ),
    ),
});
