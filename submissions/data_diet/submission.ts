import * as optim from '#optim';
import { choice, defineSubmission, linear, log } from '#spec';

/** AdamW on the part of the data with the largest losses, scored twice. See README.md. */
export default defineSubmission({
  title: 'AdamW on a data diet',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2107.07075',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    keep: choice(0.5, 0.7, 0.9),
    scoreAt: linear(0.05, 0.3),
    offset: choice(0, 0.05),
  },
  algorithm(hp, task) {
    const { stepHint, batchSize, random } = task;
    const rate = optim.warmupCosine(hp.learningRate, 0.05 * stepHint, stepHint);
    const first = Math.max(Math.round(hp.scoreAt * stepHint), 1);
    return optim.dataDiet(optim.baselineAdamW(task, hp, rate), {
      scoreAt: [first, Math.round((first + stepHint) / 2)],
      poolSize: Math.ceil(0.25 * stepHint * batchSize),
      offset: hp.offset,
      keep: hp.keep,
      batchSize,
      random: random.fork('data diet'),
    });
  },
});
