import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** One point of Nesterov momentum and four of NAdamW, over T or less. See README.md. */
export default defineSubmission({
  title: 'Generalized Adam',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1910.05446',
  ...optim.listed({
    kind: ['nesterov', 'nadamw', 'nadamw', 'nadamw', 'nadamw'],
    learningRate: [1.949, 0.002379, 0.003705, 0.001427, 0.001769],
    oneMinusB1: [0.02783, 0.0199, 0.02647, 0.0338, 0.0585],
    b2: [0.99, 0.9633, 0.9786, 0.9957, 0.9768],
    weightDecay: [0.0002402, 0.3418, 0.02267, 0.09153, 0.02795],
    warmup: [0.1, 0.01, 0.1, 0.01, 0.02],
    horizon: [1, 0.75, 0.75, 1, 1],
    labelSmoothing: [0.2, 0, 0.2, 0.1, 0.2],
    dropout: [0.1, 0, 0.1, 0.1, 0],
  }),
  algorithm(hp, task) {
    const run = optim.shortRun(task);
    const peak = run.sgdRate(hp.learningRate);
    const nesterov = optim.optimizer(
      optim.trace({ momentum: run.b1(1 - hp.oneMinusB1), nesterov: true }),
      optim.addDecayedWeights(run.weightDecay(hp.weightDecay, 8)),
      optim.scaleByLearningRate(optim.warmupCosine(peak, run.warmup(hp.warmup), run.horizon)),
    );
    return {
      ...(hp.kind === 'nesterov' ? nesterov : optim.publishedNadamw(hp, task)),
      labelSmoothing: hp.labelSmoothing,
      dropout: hp.dropout,
    };
  },
});
