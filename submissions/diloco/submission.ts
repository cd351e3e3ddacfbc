import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** AdamW in short loops, slow parameters around them: DiLoCo with one worker. See README.md. */
export default defineSubmission({
  title: 'Single-worker DiLoCo',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2311.08105',
  algorithm(_, task) {
    const run = optim.shortRun(task);
    const adamw = optim.optimizer(
      optim.scaleByAdam({ b1: run.b1(0.99), b2: run.b2(0.995) }),
      optim.addDecayedWeights(run.weightDecay(0.2424)),
      optim.scaleByLearningRate(optim.cosine(run.learningRate(0.000955), 0, run.horizon)),
    );
    const every = Math.max(5, Math.round(0.005 * run.horizon));
    return optim.diloco(adamw, { every, learningRate: 0.3006, momentum: 0.7675 });
  },
});
