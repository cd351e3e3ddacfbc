import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Self-tuning: the numbers of the method's second AlgoPerf entry, `schedule_free_adamw_v2`. See README.md. */
export default defineSubmission({
  title: 'Schedule-Free AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2405.15682',
  algorithm(_, task) {
    const run = optim.shortRun(task);
    return optim.scheduleFree({
      base: optim.chain(
        optim.scaleByRms({ b2: run.b2(0.9955159689799007) }),
        optim.addDecayedWeights(run.weightDecay(0.08121616522670176)),
      ),
      learningRate: optim.warmupConstant(run.learningRate(0.0025), run.warmup(0.015)),
      b1: 0.9,
    });
  },
});
