import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** NAdamW, judged at the mean of its last ten snapshots, 2 % of T. See README.md. */
export default defineSubmission({
  title: 'LAWA, queue of snapshots',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2209.14981',
  ...optim.baselinePoints,
  algorithm(hp, task) {
    const { horizon } = optim.shortRun(task);
    const intervals = { from: Math.ceil(0.02 * horizon), every: Math.ceil(0.002 * horizon) };
    return {
      ...optim.queueAveraged(optim.publishedNadamw(hp, task), intervals, 10),
      labelSmoothing: hp.labelSmoothing,
      dropout: hp.dropout,
    };
  },
});
