import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** NAdamW, at one point with another root of the second moment. See README.md. */
export default defineSubmission({
  title: 'NadamP',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1910.05446',
  ...optim.listed({
    p: [2, 2, 2, 1.5, 2],
    learningRate: [0.001962, 0.0013, 0.002379, 0.003689, 0.001427],
    oneMinusB1: [0.199, 0.03964, 0.0199, 0.02378, 0.0338],
    b2: [0.9602, 0.9778, 0.9633, 0.9952, 0.9957],
    weightDecay: [0.0409, 0.1606, 0.3418, 0.06189, 0.09153],
    warmup: [0.05, 0.05, 0.01, 0.05, 0.01],
    horizon: [1, 1, 0.75, 1, 1],
    labelSmoothing: [0.1, 0.2, 0, 0.2, 0.1],
    dropout: [0, 0.1, 0, 0, 0.1],
  }),
  algorithm: (hp, task) => ({
    ...optim.publishedNadamw(hp, task, {
      rescale: (options) => optim.scaleByNadamP({ ...options, p: hp.p }),
    }),
    labelSmoothing: hp.labelSmoothing,
    dropout: hp.dropout,
  }),
});
