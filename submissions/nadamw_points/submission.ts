import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** AlgoPerf's external tuning baseline at the five points it is entered with. Provenance: entry. */
export default defineSubmission({
  title: 'NAdamW at AlgoPerf’s points',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2306.07179',
  ...optim.baselinePoints,
  algorithm: (hp, task) => ({
    ...optim.publishedNadamw(hp, task),
    labelSmoothing: hp.labelSmoothing,
    dropout: hp.dropout,
  }),
});
