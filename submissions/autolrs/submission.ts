import * as optim from '#optim';
import { defineSubmission } from '#spec';

/** Self-tuning: before each of some five stages, four learning rates are tried from the same point. See README.md. */
export default defineSubmission({
  title: 'AutoLRS with AdamW',
  authors: ['Time-to-Result baselines'],
  reference: 'https://arxiv.org/abs/2105.10762',
  algorithm(_, task) {
    const stageSteps = Math.max(Math.round(task.stepHint / 8), 5);
    const searchSteps = Math.max(Math.round(stageSteps / 5), 4);
    const adamw = (rate: number) => optim.baselineAdamW(task, { weightDecay: 0.1 }, rate);
    return optim.autoLrs(adamw, { stageSteps, searchSteps, candidates: 4, low: 1e-4, high: 3e-2 });
  },
});
