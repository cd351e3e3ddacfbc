import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The submission `linear_decay` with the line bent by the gradients' norms as they come: no memory of earlier trials. */
export default defineSubmission({
  title: 'AdamW with linear decay refined online',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2310.07831',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
  },
  algorithm(hp, task) {
    const adam = optim.scaleByAdam({ b1: 1 - hp.oneMinusB1, b2: 0.99 });
    const decay = optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task));
    const [peak, totalSteps] = [hp.learningRate, task.stepHint];
    const warmupSteps = 0.05 * totalSteps;
    return optim.optimizer(
      optim.refinedRate(optim.chain(adam, decay), { peak, totalSteps, warmupSteps }),
    );
  },
});
