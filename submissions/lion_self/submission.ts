import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Lion at the numbers of its entry to AlgoPerf's rolling leaderboard. Provenance: entry. */
export default defineSubmission({
  title: 'Lion, self-tuning',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2302.06675',
  algorithm(_, task) {
    const run = optim.shortRun(task);
    return optim.optimizer(
      optim.scaleByLion({ b1: run.b1(0.95), b2: run.b2(0.98) }),
      optim.addDecayedWeights(run.weightDecay(0.5)),
      optim.scaleByLearningRate(
        optim.warmupCosine(run.learningRate(2e-4), run.warmup(0.02), run.horizon),
      ),
    );
  },
});
