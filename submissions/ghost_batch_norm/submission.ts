import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** How the rate grows with a batch that is `count` times as large. */
const scales = { none: () => 1, sqrt: Math.sqrt, linear: (count: number) => count };

/** Heavy ball on batches made of several reference batches, each normalized by itself. See README.md. */
export default defineSubmission({
  title: 'Large batches with ghost batch norm',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1705.08741',
  space: {
    learningRate: log(3e-2, 3),
    oneMinusMomentum: log(0.05, 0.4),
    weightDecay: log(1e-6, 1e-3),
    batches: choice(2, 4, 8),
    scale: choice('none', 'sqrt', 'linear'),
  },
  algorithm(hp, { stepHint }) {
    const peak = hp.learningRate * scales[hp.scale](hp.batches);
    const momentum = optim.optimizer(
      optim.addDecayedWeights(hp.weightDecay),
      optim.clipByGlobalNorm(5),
      optim.trace({ momentum: 1 - hp.oneMinusMomentum }),
      optim.scaleByLearningRate(optim.warmupLinear(peak, 0.05 * stepHint, stepHint)),
    );
    return optim.ghostBatches(momentum, hp.batches);
  },
});
