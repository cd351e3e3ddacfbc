import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** The submission `adamw` on small images in large batches first, where the model takes any size. See README.md. */
export default defineSubmission({
  title: 'AdamW with multigrid batches',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1912.00998',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    cycle: choice('long', 'short', 'both'),
  },
  algorithm(hp, task) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint);
    const plan = optim.multigridPlan(hp.cycle, task.stepHint, Math.sqrt);
    return optim.changingImages(optim.baselineAdamW(task, hp, rate), plan);
  },
});
