import * as optim from '#optim';
import { defineSubmission, linear, log } from '#spec';

/** A reconstruction: the learning rate climbs and falls in straight lines on a logarithmic axis. See README.md. */
export default defineSubmission({
  title: 'AdamW with slow start and fast decay (reconstruction)',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2012.13628',
  space: {
    learningRate: log(3e-3, 6e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    peakAt: linear(0.2, 0.6),
    range: log(1e-4, 1e-1),
  },
  algorithm(hp, task) {
    const { learningRate: peak, peakAt, range } = hp;
    const rate = optim.slowStartFastDecay({ peak, peakAt, range, steps: task.stepHint });
    return optim.baselineAdamW(task, hp, rate);
  },
});
