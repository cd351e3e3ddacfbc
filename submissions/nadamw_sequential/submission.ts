import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** The entry's points, one a row; `horizon` is the share of T that each is given here, half of the entry's. */
const { points } = optim.listed({
  learningRate: [0.001427, 0.001769, 0.002379],
  oneMinusB1: [0.0338, 0.0585, 0.0199],
  b2: [0.9957, 0.9768, 0.9633],
  weightDecay: [0.09153, 0.02795, 0.3418],
  warmup: [0.01, 0.02, 0.01],
  horizon: [0.5, 0.5, 0.375],
});

/** NAdamW three times from the start within one trial. See README.md. */
export default defineSubmission({
  title: 'Sequential NAdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/1910.05446',
  algorithm(_, task) {
    const { horizon } = optim.shortRun(task);
    return optim.restarted(
      (round) => optim.publishedNadamw(points[round]!, task),
      ({ step }, { round, began }) =>
        round + 1 < points.length && step >= began + points[round]!.horizon * horizon,
    );
  },
});
