import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Schedule-Free AdamW on dual averaging, as entered to AlgoPerf v0.6. See README.md. */
export default defineSubmission({
  title: 'Weighted Schedule-Free AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.15682',
  ...optim.listed({
    learningRate: [0.003, 0.004, 0.005, 0.01, 0.004],
    oneMinusB1: [0.1, 0.1, 0.1, 0.075, 0.1],
    b2: [0.9955, 0.9955, 0.6292, 0.99, 0.9955],
    weightDecay: [0.08, 0.08, 0.08, 0.04, 0.08],
    labelSmoothing: [0.2, 0.4, 0.4, 0.1, 0.2],
    dropout: [0, 0.1, 0, 0, 0],
  }),
  algorithm(hp, task) {
    const run = optim.shortRun(task);
    const free = optim.weightedScheduleFree({
      base: optim.chain(
        optim.scaleByRms({ b2: run.b2(hp.b2) }),
        optim.addDecayedWeights(run.weightDecay(hp.weightDecay)),
      ),
      learningRate: optim.warmupConstant(run.learningRate(hp.learningRate), run.warmup(0.02)),
      b1: run.b1(1 - hp.oneMinusB1),
    });
    return { ...free, labelSmoothing: hp.labelSmoothing, dropout: hp.dropout };
  },
});
