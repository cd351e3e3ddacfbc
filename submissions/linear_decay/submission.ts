import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The submission `adamw` with a line to zero in place of the cosine: same space, so same points, in each trial. */
export default defineSubmission({
  title: 'AdamW with linear decay',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2310.07831',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const warmup = 0.05 * task.stepHint;
    return optim.baselineAdamW(
      task,
      hp,
      optim.warmupLinear(hp.learningRate, warmup, task.stepHint),
    );
  },
});
