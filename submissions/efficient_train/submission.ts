import * as optim from '#optim';
import { choice, defineSubmission, linear, log } from '#spec';

/** The submission `adamw` on low frequencies first, where the model takes images of any size. See README.md. */
export default defineSubmission({
  title: 'AdamW with EfficientTrain',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2211.09703',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    first: choice(0.5, 5 / 7, 6 / 7),
    until: linear(0.3, 0.8),
  },
  algorithm(hp, task) {
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint);
    const plan = optim.efficientTrainPlan(hp.first, hp.until, task.stepHint);
    return optim.changingImages(optim.baselineAdamW(task, hp, rate), plan);
  },
});
