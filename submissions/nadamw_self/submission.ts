import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** AlgoPerf's self-tuning baseline (v0.5, v0.6): one point for all workloads. Provenance: entry. */
export default defineSubmission({
  title: 'NAdamW, self-tuning',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2306.07179',
  algorithm: (_, task) => optim.publishedNadamw(optim.selfTuningPoint, task),
});
