import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The submission `adamw` with the rate of each weight by its width, as far as widths can be seen. See README.md. */
export default defineSubmission({
  title: 'AdamW with rates by width (muP)',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2203.03466',
  space: {
    learningRate: log(1e-3, 5e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const { stepHint } = task;
    return optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.scaleByPath(optim.widthRates(task, 64)),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint)),
    );
  },
});
