import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** AlgoPerf's momentum baseline: `nesterov` without the look-ahead. Provenance: entry. */
export default defineSubmission({
  title: 'Heavy-ball momentum',
  authors: ['Time-to-Result baselines'],
  reference: 'https://doi.org/10.1016/0041-5553(64)90137-5',
  space: {
    learningRate: log(3e-2, 3),
    oneMinusMomentum: log(0.05, 0.4),
    weightDecay: log(1e-6, 1e-3),
    endFactor: choice(1e-3, 1e-2),
  },
  algorithm: (hp, { stepHint }) => {
    const floor = hp.learningRate * hp.endFactor;
    return optim.optimizer(
      optim.addDecayedWeights(hp.weightDecay),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum }),
      optim.scaleByLearningRate(
        optim.warmupLinear(hp.learningRate, 0.05 * stepHint, 0.95 * stepHint, floor),
      ),
    );
  },
});
