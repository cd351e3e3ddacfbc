import * as optim from '#optim';
import { defineSubmission } from '#spec';
import { momentumSpace } from '../spaces.ts';

/** Target setting: heavy-ball momentum, L2 regularization before it, warmup, then a line down to a hundredth. */
export default defineSubmission({
  title: 'Heavy-ball momentum',
  authors: ['Time-to-Result targets'],
  reference: 'https://doi.org/10.1016/0041-5553(64)90137-5',
  space: momentumSpace,
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.addDecayedWeights(hp.weightDecay),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum, nesterov: false }),
      optim.scaleByLearningRate(
        optim.warmupLinear(hp.learningRate, 0.05 * stepHint, stepHint, 0.01 * hp.learningRate),
      ),
    ),
});
