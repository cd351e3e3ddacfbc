/** The file a new submission starts from. */
import { checkNewName, titleOf } from './new-name.ts';

/** The text of `submissions/<name>/submission.ts`: a method of its own that runs as it stands. */
export const newSubmission = (name: string): string => {
  checkNewName('submission', name);
  return `import * as optim from '#optim';
import { defineSubmission, log } from '#spec';

/** The sign of a running average of the gradient: the method in one transform. Put yours here. */
const scaleBySign = (b1: number) =>
  optim.transform({
    init: optim.zerosLike,
    update(grads, old) {
      const average = optim.ema(old, grads, b1);
      return [optim.map((x) => x.sign(), average), average];
    },
  });

export default defineSubmission({
  title: '${titleOf(name)}',
  authors: ['Your name'],
  reference: 'https://example.org/paper-or-page-of-the-method',
  space: {
    learningRate: log(1e-4, 1e-2),
    weightDecay: log(1e-3, 1),
  },
  algorithm: (hp, task) =>
    optim.optimizer(
      scaleBySign(0.9),
      optim.addDecayedWeights(hp.weightDecay, optim.onlyWeights(task)),
      optim.scaleByLearningRate(
        optim.warmupCosine(hp.learningRate, 0.05 * task.stepHint, task.stepHint),
      ),
    ),
});
`;
};
