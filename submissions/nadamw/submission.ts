import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/**
 * AlgoPerf's baseline (arXiv 2306.07179, section 6): NAdamW with warmup and cosine decay; b2 is that of short runs.
 * Provenance: entry.
 */
export default defineSubmission({
  title: 'NAdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1910.05446',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    labelSmoothing: choice(0, 0.1, 0.2),
    dropout: choice(0, 0.1),
  },
  algorithm: (hp, { stepHint }) => ({
    ...optim.optimizer(
      optim.scaleByNadam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
    ),
    labelSmoothing: hp.labelSmoothing,
    dropout: hp.dropout,
  }),
});
