import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The submission `adamw` without regularization: no weight decay, no dropout, no label smoothing. */
export default defineSubmission({
  title: 'AdamW without regularization (one epoch)',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1906.06669',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
  },
  algorithm(hp, task) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint);
    const adamw = optim.baselineAdamW(task, { ...hp, weightDecay: 0 }, rate);
    return { ...adamw, dropout: 0, labelSmoothing: 0 };
  },
});
