import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** NAdamW with one cycle of warmup and cosine, or two of half the length. See README.md. */
export default defineSubmission({
  title: 'Cyclic learning rate',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1608.03983',
  ...optim.listed({
    cycles: [1, 1, 1, 2, 2],
    learningRate: [0.0008445, 0.001308, 0.001749, 0.001308, 0.001749],
    oneMinusB1: [0.1104, 0.02687, 0.06734, 0.02687, 0.06734],
    b2: [0.9979, 0.9981, 0.9955, 0.9981, 0.9955],
    weightDecay: [0.08135, 0.1638, 0.08122, 0.1638, 0.08122],
    warmup: [0.05, 0.1, 0.02, 0.1, 0.02],
    labelSmoothing: [0.2, 0, 0, 0.1, 0],
    dropout: [0, 0, 0.1, 0, 0.1],
  }),
  algorithm(hp, task) {
    const schedule = (peak: number, warmupSteps: number, steps: number) => {
      const length = steps / hp.cycles;
      return optim.cycles(optim.warmupCosine(peak, warmupSteps, length), length, hp.cycles);
    };
    return {
      ...optim.publishedNadamw(hp, task, { schedule }),
      labelSmoothing: hp.labelSmoothing,
      dropout: hp.dropout,
    };
  },
});
