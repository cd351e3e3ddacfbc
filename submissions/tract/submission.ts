import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** The submission `adamw` with TrAct's gradient for the filter that meets the images. See README.md. */
export default defineSubmission({
  title: 'AdamW with TrAct',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2410.23970',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    lambda: choice(0.05, 0.1, 0.2),
  },
  algorithm(hp, task) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint);
    return optim.tract(optim.baselineAdamW(task, hp, rate), task, hp.lambda);
  },
});
