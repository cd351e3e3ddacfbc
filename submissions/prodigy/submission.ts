import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Self-tuning: the learning rate follows from the distance travelled. A cosine multiplies it, as its authors advise. Provenance: code. */
export default defineSubmission({
  title: 'Prodigy',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2306.06101',
  algorithm: (_, { stepHint }) =>
    optim.optimizer(
      optim.prodigy({
        b2: 0.99,
        d0: 1e-5,
        learningRate: optim.cosine(1, 0, stepHint),
        weightDecay: 0.01,
      }),
    ),
});
