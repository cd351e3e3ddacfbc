/** Mean loss of a model on a batch, and its gradients. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { Losses, LossInput, Model, Params } from '#spec';

/** The mean of the losses, weighted where weights are given: sum(w l) / sum(w). */
export function meanLoss({ values, weights }: Losses): Scalar {
  if (weights === undefined) return values.mean();
  return values.mul(weights).sum().div(weights.sum());
}

/** Loss and gradients at `input.params`, and how many losses the batch had. Call it inside a tidy. */
export function differentiate(
  model: Model,
  input: LossInput,
): { loss: Scalar; grads: Params; count: number } {
  const paths = Object.keys(input.params);
  let count = 0;
  const f = (...tensors: Tensor[]): Scalar => {
    const params = Object.fromEntries(paths.map((path, i) => [path, tensors[i]!]));
    const losses = model.losses({ ...input, params });
    count = losses.values.size;
    return meanLoss(losses);
  };
  const { value, grads } = tf.valueAndGrads(f)(paths.map((path) => input.params[path]!));
  return {
    loss: value,
    count,
    grads: Object.fromEntries(paths.map((path, i) => [path, grads[i]!])),
  };
}
