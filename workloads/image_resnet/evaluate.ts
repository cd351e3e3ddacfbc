/**
 * Error rate with population statistics for batch norm, measured on one fixed batch of training images. So the value does
 * not hang on how the judged images are batched, nor on what the statistics of earlier parameters were.
 */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput } from '#spec';
import { meansOver, softmaxCrossEntropy, withPopulationStatistics, type Norm } from '#nn';
import { resNet } from './model.ts';
import type { ResNetOptions } from './model.ts';

/** Training images that the statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 1024;

export function evaluate(
  { params, split, train, batchSize }: EvaluationInput,
  options: ResNetOptions,
): Record<string, number> {
  const size = Math.min(populationSample, train.size);
  const measure = (norm: Norm): void => {
    const { tensors } = train.batch(Int32Array.from({ length: size }, (_, i) => i));
    resNet(params, tensors['image']!, norm, options);
  };
  return withPopulationStatistics(params, measure, (norm) =>
    meansOver({ split, batchSize }, ({ tensors }) => {
      const labels = tensors['label']!;
      const logits = resNet(params, tensors['image']!, norm, options);
      return {
        errorRate: tf.notEqual(tf.argMax(logits, 1), labels),
        loss: softmaxCrossEntropy(logits, labels),
      };
    }),
  );
}
