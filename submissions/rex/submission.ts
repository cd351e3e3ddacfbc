import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The submission `adamw` with reflected exponential decay in place of the cosine: same space, so same points, in each trial. */
export default defineSubmission({
  title: 'AdamW with REX',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2107.04197',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const [warmup, total] = [0.05 * task.stepHint, task.stepHint];
    const decay = optim.rex(hp.learningRate, total - warmup);
    return optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(optim.warmUp(hp.learningRate, warmup, decay)),
    );
  },
});
