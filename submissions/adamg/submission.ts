import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Adam without a learning rate: its step size follows from the gradients it has seen. See README.md. */
export default defineSubmission({
  title: 'AdamG',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.04376',
  algorithm(_, task) {
    const run = optim.shortRun(task);
    const horizon = 0.75 * run.horizon;
    const learningRate = optim.warmupCosine(1, run.warmup(0.75 * 0.02), horizon);
    return optim.optimizer(
      optim.adamg({ b1: run.b1(0.95), b2: run.b2(0.999), b3: run.b1(0.95), learningRate }),
    );
  },
});
