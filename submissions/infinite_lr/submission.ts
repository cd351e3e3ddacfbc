import * as optim from '#optim';
import { defineSubmission, linear, log, type Here, type Task } from '#spec';

/** The anneal: from the first evaluation after the cooldown that gains under 1 % on the one three before it. */
const annealOf = ({ evaluations }: Here, { goal }: Task, after: number) => {
  const from = optim.flatSince(evaluations, goal, { window: 3, threshold: 0.01, after });
  return from === undefined ? undefined : { from, steps: from / 4 };
};

/** AdamW whose learning rate stays at a constant until the evaluations are flat, and is annealed then. */
export default defineSubmission({
  title: 'AdamW with an infinite schedule',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2503.02844',
  space: {
    learningRate: log(1e-3, 2e-2),
    oneMinusB1: log(0.05, 0.3),
    weightDecay: log(1e-2, 0.5),
    constantRatio: log(0.05, 0.6),
    cooldown: linear(0.1, 0.5),
  },
  algorithm(hp, task) {
    const peak = hp.learningRate;
    const [warmupSteps, cooldownSteps] = [0.05 * task.stepHint, hp.cooldown * task.stepHint];
    const rates = { peak, plateau: peak * hp.constantRatio, floor: peak * 0.01 };
    const rate = (here: Here) => {
      const anneal = annealOf(here, task, warmupSteps + cooldownSteps);
      return optim.infinite({ ...rates, warmupSteps, cooldownSteps, anneal })(here.step);
    };
    return optim.baselineAdamW(task, hp, optim.scaleBySeenRate(rate));
  },
});
