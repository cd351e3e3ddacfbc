/** Squared errors, and their mean over a split. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import type { Batch, EvaluationInput, LossInput, Losses, Params } from '#spec';
import { meansOver } from '#nn';
import { predictions } from './model.ts';
import type { QuadraticOptions } from './parameters.ts';

/** (prediction - y)^2 of each example [N]. */
function squaredErrors(params: Params, { tensors }: Batch, options: QuadraticOptions): Tensor1D {
  return tf.square<Tensor1D>(predictions(params, tensors['x']!, options).sub(tensors['y']!));
}

export const losses = ({ params, batch }: LossInput, options: QuadraticOptions): Losses => ({
  values: squaredErrors(params, batch, options),
});

export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: QuadraticOptions,
): Record<string, number> {
  const { loss } = meansOver({ split, batchSize }, (batch) => ({
    loss: squaredErrors(params, batch, options),
  }));
  return { meanSquaredError: loss!, loss: loss! };
}
