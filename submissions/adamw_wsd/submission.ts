import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** `adamw` with its cosine replaced by warmup, stable, decay. See README.md. */
export default defineSubmission({
  title: 'AdamW with warmup, stable, decay',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.18392',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const schedule = optim.warmupStableDecay({
      peak: hp.learningRate,
      warmupSteps: 0.05 * task.stepHint,
      decayFrom: 0.8 * task.stepHint,
      totalSteps: task.stepHint,
    });
    return optim.optimizer(
      optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 }),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(schedule),
    );
  },
});
