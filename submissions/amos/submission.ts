import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Adam-like steps towards the size expected of each role's tensors. See README.md. */
export default defineSubmission({
  title: 'Amos',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2210.11693',
  ...optim.listed({
    style: ['reduced', 'adam', 'adam', 'adam', 'adam'],
    b1: [0.9, 0.95, 0.95, 0.95, 0.95],
    b2: [0.98, 0.999, 0.995, 0.999, 0.999],
    converge: [0.65, 0.75, 0.65, 0.65, 0.75],
    extraDecay: [0.012, 0.002, 0.001, 0.0028, 0.007],
    warmup: [0.02, 0.02, 0.03, 0.02, 0.02],
    size: ['by role', 0.062, 'by role', 'by role', 'by role'],
    labelSmoothing: [0.1, 0, 0.2, 0.2, 0],
    dropout: [0, 0.1, 0.1, 0, 0.1],
  }),
  algorithm(hp, task) {
    const run = optim.shortRun(task);
    const { style, converge, extraDecay, size } = hp;
    const rate = optim.amosRate(task, { converge, warmup: hp.warmup, horizon: run.horizon });
    const rule = optim.amos(task, {
      style,
      learningRate: optim.warmupConstant(rate, run.warmup(hp.warmup)),
      b1: run.b1(hp.b1),
      b2: run.b2(hp.b2),
      extraDecay,
      ...(size !== 'by role' && { size }),
    });
    return {
      ...optim.optimizer(optim.clipByGlobalNorm(1), rule),
      labelSmoothing: hp.labelSmoothing,
      dropout: hp.dropout,
    };
  },
});
