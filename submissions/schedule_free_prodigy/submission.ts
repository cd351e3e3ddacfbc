import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Prodigy's step sizes inside Schedule-Free's average: only the weight decay is tuned. See README.md. */
export default defineSubmission({
  title: 'Schedule-Free Prodigy',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.15682',
  ...optim.listed({ weightDecay: [0.3, 0.1, 0.03, 0.01, 0.003] }),
  algorithm(hp, task) {
    const run = optim.shortRun(task);
    return optim.scheduleFreeProdigy({
      b2: run.b2(0.9955),
      learningRate: optim.warmupConstant(1, run.warmup(0.075)),
      weightDecay: run.weightDecay(hp.weightDecay),
      d0: 1e-5,
    });
  },
});
