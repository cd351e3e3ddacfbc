import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** NAdamW, judged at a moving average of snapshots. See README.md. */
export default defineSubmission({
  title: 'LAWA, average of snapshots',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2209.14981',
  ...optim.baselinePoints,
  algorithm(hp, task) {
    const { horizon } = optim.shortRun(task);
    const intervals = { from: Math.ceil(0.02 * horizon), every: Math.ceil(0.005 * horizon) };
    return {
      ...optim.snapshotsAveraged(optim.publishedNadamw(hp, task), intervals, 0.2),
      labelSmoothing: hp.labelSmoothing,
      dropout: hp.dropout,
    };
  },
});
