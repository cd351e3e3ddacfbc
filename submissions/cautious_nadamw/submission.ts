import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** `nadamw_self` that moves only where the gradient agrees. See README.md. */
export default defineSubmission({
  title: 'Cautious NAdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2411.16085',
  algorithm: (_, task) =>
    optim.publishedNadamw(optim.selfTuningPoint, task, {
      rescale: (options) => optim.cautious(optim.scaleByNadam(options)),
    }),
});
