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
    const warmup = 0.05 * task.stepHint;
    const decay = optim.rex(hp.learningRate, task.stepHint - warmup);
    return optim.baselineAdamW(task, hp, optim.warmUp(hp.learningRate, warmup, decay));
  },
});
