import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Self-tuning: the numbers of the method's second AlgoPerf entry, `schedule_free_adamw_v2`. See README.md. */
export default defineSubmission({
  title: 'Schedule-Free AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.15682',
  algorithm: (_, { stepHint }) =>
    optim.scheduleFree({
      base: optim.chain(
        optim.scaleByRms({ b2: 0.9955159689799007 }),
        optim.addDecayedWeights(0.08121616522670176),
      ),
      learningRate: optim.warmupConstant(0.0025, 0.02 * stepHint),
      b1: 0.9,
    }),
});
