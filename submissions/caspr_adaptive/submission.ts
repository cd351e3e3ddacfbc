import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** CASPR on NAdam's step sizes; embeddings and vectors take NAdam alone. See README.md. */
export default defineSubmission({
  title: 'CASPR, adaptive',
  authors: ['Time-to-Result baselines'],
  reference: 'https://openreview.net/forum?id=8j9hz8DVi8',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const decays = { b1: 1 - hp.oneMinusB1, b2: 0.99 };
    return optim.optimizer(
      optim.partition(
        optim.byRole(task, 'embedding'),
        optim.scaleByNadam(decays),
        optim.scaleByCaspr({ ...decays, every: 20, block: 64 }),
      ),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    );
  },
});
