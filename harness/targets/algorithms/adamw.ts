import * as optim from '#optim';
import { defineSubmission } from '#spec';
import { adamSpace } from '../spaces.ts';

/** Target setting: AdamW with warmup and cosine decay; biases and scales decay too, as in AlgoPerf. */
export default defineSubmission({
  title: 'AdamW',
  authors: ['Time-to-Result targets'],
  reference: 'https://arxiv.org/abs/1711.05101',
  space: adamSpace,
  algorithm: (hp, { stepHint }) =>
    optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
    ),
});
