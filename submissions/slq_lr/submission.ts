import * as optim from '#optim';
import { choice, defineSubmission, log } from '#spec';

/** Heavy ball whose rate and momentum follow from the Hessian's spectrum, measured six times in the step hint. */
export default defineSubmission({
  title: 'Heavy ball with rates from the spectrum',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2006.09092',
  space: {
    safety: log(0.1, 1),
    maxMomentum: choice(0.9, 0.95),
    batch: choice(0.5, 1, 2),
  },
  algorithm(hp, { stepHint, batchSize, random }) {
    const shares = [0.05, 0.25, 0.45, 0.65, 0.85];
    const measured = new Set(shares.map((share) => Math.round(share * stepHint)));
    return {
      ...optim.spectralRate({
        measureAt: (step) => measured.has(step),
        seed: 1 + random.integer(2 ** 20),
        factor: optim.warmupLinear(hp.safety, 0.05 * stepHint, stepHint),
        maxMomentum: hp.maxMomentum,
      }),
      batchSize: Math.max(Math.round(hp.batch * batchSize), 1),
    };
  },
});
