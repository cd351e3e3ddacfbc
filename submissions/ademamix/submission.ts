import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Adam with a second, slow momentum. See README.md. */
export default defineSubmission({
  title: 'AdEMAMix',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2409.03137',
  algorithm(_, task) {
    const run = optim.shortRun(task);
    return optim.optimizer(
      optim.clipByGlobalNorm(0.5),
      optim.scaleByAdemamix({
        b1: run.b1(0.8),
        b2: run.b2(0.995),
        b3: 1 - 1 / Math.max(20, 0.025 * run.horizon),
        alpha: 8,
        warmupSteps: run.horizon,
      }),
      optim.addDecayedWeights(run.weightDecay(0.1)),
      optim.scaleByLearningRate(
        optim.warmupCosine(run.learningRate(2e-3), run.warmup(0.02), run.horizon),
      ),
    );
  },
});
