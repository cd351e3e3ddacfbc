import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** The submission `sam` in rounds of a twentieth of the step hint, pulled to the last round's result. See README.md. */
export default defineSubmission({
  title: 'FedSpeed for one client with AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2302.10429',
  space: {
    learningRate: log(1e-3, 2e-2),
    rho: log(5e-3, 0.5),
    weightDecay: log(1e-2, 0.5),
    lambda: log(1, 100),
    extrapolate: choice(0, 0.5, 1),
    alpha: choice(0.5, 1),
  },
  algorithm(hp, task) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint);
    const roundSteps = Math.max(Math.round(task.stepHint / 20), 1);
    return optim.proximal(optim.baselineAdamW(task, hp, rate), { ...hp, roundSteps });
  },
});
