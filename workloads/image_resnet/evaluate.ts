/**
 * Cross-entropy, and the error rate with population statistics for batch norm, measured on one fixed batch of training images. So the value does
 * not hang on how the judged images are batched, nor on what the statistics of earlier parameters were.
 */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import {
  meansOver,
  ownStatistics,
  softmaxCrossEntropy,
  withPopulationStatistics,
  type Norm,
} from '#nn';
import { resNet } from './model.ts';
import type { ResNetOptions } from './parameters.ts';

/** Training images that the statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 1024;

/** Cross-entropy of each image [B]; batch norm takes the batch's own statistics. */
export function losses(
  { params, batch, labelSmoothing }: LossInput,
  options: ResNetOptions,
): Losses {
  const logits = resNet(params, batch.tensors['image']!, ownStatistics(params), options);
  return { values: softmaxCrossEntropy(logits, batch.tensors['label']!, labelSmoothing) };
}

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
