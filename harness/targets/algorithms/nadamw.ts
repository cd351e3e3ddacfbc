import * as optim from '#optim';
import { defineSubmission } from '#spec';
import { adamSpace } from '../spaces.ts';

/** Target setting: NAdamW with warmup and cosine decay. */
export default defineSubmission({
  title: 'NAdamW',
  authors: ['Time-to-Result targets'],
  reference: 'https://arxiv.org/abs/1910.05446',
  space: adamSpace,
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.scaleByNadam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
    ),
});
