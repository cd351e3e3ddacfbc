import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** Muon for matrices and filters, Adam for the rest, at one learning rate. See README.md. */
export default defineSubmission({
  title: 'Muon',
  authors: ['Time-to-Result baselines'],
  reference: 'https://kellerjordan.github.io/posts/muon/',
  space: {
    learningRate: log(1e-4, 1e-1),
    oneMinusMomentum: log(0.02, 0.3),
    weightDecay: log(5e-3, 1),
  },
  algorithm(hp, task) {
    const matrices = optim.onlyWeights(task);
    return optim.optimizer(
      optim.partition(
        matrices,
        optim.scaleByMuon({ momentum: 1 - hp.oneMinusMomentum }),
        optim.scaleByAdam({ b2: 0.99 }),
      ),
      optim.addDecayedWeights(hp.weightDecay, matrices),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    );
  },
});
