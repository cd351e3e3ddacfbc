import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** MKOR before AdamW until the loss stops falling fast, then AdamW. A reconstruction, see README.md. */
export default defineSubmission({
  title: 'MKOR-H',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2306.01685',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    every: choice(1, 10),
  },
  algorithm(hp, task) {
    const adamw = optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    );
    const mkor = optim.mkor({ layers: optim.denseLayers(task), every: hp.every });
    return optim.whileFalling(mkor, adamw, { window: 20 });
  },
});
