import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** AdamW whose learning rate is warmed and decayed anew in each cycle, as if the data had changed. */
export default defineSubmission({
  title: 'AdamW with re-warming and re-decaying',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2403.08763',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    rewarm: choice(0.25, 0.5, 1),
    cycles: choice(2, 3),
  },
  algorithm(hp, task) {
    const rate = optim.rewarmRedecay({
      peak: hp.learningRate,
      floor: 0.1 * hp.learningRate,
      warmupSteps: 0.05 * task.stepHint,
      rewarmSteps: (0.01 * task.stepHint) / hp.cycles,
      totalSteps: task.stepHint,
      cycles: hp.cycles,
      rewarm: hp.rewarm,
    });
    return optim.baselineAdamW(task, hp, rate);
  },
});
