import * as optim from '#optim';
import { choice, defineSubmission, log, type Here } from '#spec';

/** AdamW at a constant learning rate that is cut whenever the mean of the last evaluations hardly gains. */
export default defineSubmission({
  title: 'AdamW with AccelAT',
  authors: ['Time-to-Result baselines'],
  reference: 'https://doi.org/10.1109/ACCESS.2022.3213734',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    factor: choice(0.5, 0.8),
    window: choice(2, 5),
    threshold: log(1e-3, 3e-2),
  },
  algorithm(hp, task) {
    const warmup = optim.warmupConstant(hp.learningRate, 0.05 * task.stepHint);
    const rate = ({ step, evaluations }: Here) =>
      warmup(step) * optim.plateauFactor(evaluations, task.goal, hp);
    return optim.baselineAdamW(task, hp, optim.scaleBySeenRate(rate));
  },
});
