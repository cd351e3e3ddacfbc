import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** AdamW whose learning rate grows while gradients agree with the last direction and shrinks while they do not. */
export default defineSubmission({
  title: 'AdamW with hypergradient descent',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2310.03156',
  space: {
    learningRate: log(3e-4, 3e-2),
    kappa: log(3e-3, 0.1),
    weightDecay: log(1e-2, 0.5),
    anneal: choice('none', 'linear'),
  },
  algorithm(hp, task) {
    const rate = hp.anneal === 'linear' ? optim.warmupLinear : optim.warmupConstant;
    return optim.optimizer(
      optim.hypergradient({
        direction: optim.scaleByAdam({ b2: 0.99 }),
        then: optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
        learningRate: hp.learningRate,
        kappa: hp.kappa,
        factor: rate(1, 0.05 * task.stepHint, task.stepHint),
      }),
    );
  },
});
