/** Gradients divided by the mean probability of the wrong class. Tyurin 2024, https://arxiv.org/abs/2412.08424 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Here, Losses, Task } from '#spec';
import { scale } from './params.ts';
import { stateless, type Transform } from './transform.ts';

/**
 * 1 / mean_i(1 - exp(-loss_i)), bounded to [1, number of examples]: with the logistic loss and with softmax cross-entropy,
 * 1 - exp(-loss_i) is the probability given to what is not the label, and at least one example is taken to be wrong.
 */
export const inverseErrorRate = ({ values, weights }: Losses): Scalar => {
  const wrong = tf.scalar(1).sub<typeof values>(values.neg().exp());
  const mean =
    weights === undefined
      ? wrong.mean<Scalar>()
      : wrong.mul(weights).sum().div<Scalar>(weights.sum());
  return mean
    .maximum(1 / values.size)
    .pow<Scalar>(-1)
    .maximum(1);
};

/** Multiplies by `inverseErrorRate` on the step's batch, which costs a forward pass; nothing where the task is no classification. */
export const normalizeByErrorRate = ({ loss }: Pick<Task, 'loss'>): Transform => {
  const probable =
    loss === 'softmaxCrossEntropy' || loss === 'sigmoidCrossEntropy' || loss === 'ctc';
  return stateless((updates, here: Here) =>
    probable ? scale(updates, inverseErrorRate(here.losses(here.params))) : updates,
  );
};
