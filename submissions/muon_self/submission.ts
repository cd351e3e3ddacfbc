import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Self-tuning: the numbers of AlgoPerf's entry in PyTorch. See README.md. */
export default defineSubmission({
  title: 'Muon, self-tuning',
  authors: ['Time-to-Result baselines'],
  reference: 'https://kellerjordan.github.io/posts/muon/',
  algorithm: (_, task) =>
    optim.optimizer(
      optim.partition(
        optim.onlyWeights(task),
        optim.scaleByMuon({ momentum: 0.9, scale: optim.matchSpectral }),
        optim.scaleByAdam({ b1: 0.9, b2: 0.99 }),
      ),
      optim.scaleByLearningRate(optim.warmupCosine(0.01, 0.05 * task.stepHint, task.stepHint)),
    ),
});
