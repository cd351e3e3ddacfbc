/** Mean absolute error, and structural similarity of the reconstructed images. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { forEachBatch } from '#nn';
import { structuralSimilarity } from './metric.ts';
import type { Image } from './metric.ts';
import { uNet } from './model.ts';
import type { UNetOptions } from './parameters.ts';
import { imageSize } from './slices.ts';

/** Mean absolute error of each image's pixels [B], in units of the image's deviation. */
export function losses(input: LossInput, options: UNetOptions): Losses {
  const output = uNet(input, input.batch.tensors['image']!, options);
  return { values: absoluteErrors(output, input.batch.tensors['target']!) };
}

const absoluteErrors = (output: tf.Tensor, target: tf.Tensor): Tensor1D =>
  tf.mean(tf.abs(tf.sub(output, target)), [1, 2, 3]);

/** `ssim` is the mean over images, each in its own units, where the truth's largest value is 1. */
export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: UNetOptions,
): Record<string, number> {
  let [similarities, errors] = [0, 0];
  forEachBatch({ split, batchSize }, ({ size, tensors }) => {
    const { image, target, mean, std } = tensors;
    const output = uNet({ params, dropout: 0, seed: 0 }, image!, options);
    for (const error of absoluteErrors(output, target!).dataSync()) errors += error;
    const inOwnUnits = (x: tf.Tensor) => tf.add(tf.mul(x, std!), mean!).dataSync<'float32'>();
    const [made, truth] = [inOwnUnits(output), inOwnUnits(target!)];
    for (let i = 0; i < size; i++) {
      similarities += structuralSimilarity(imageAt(made, i), imageAt(truth, i), 1);
    }
  });
  return { ssim: similarities / split.size, loss: errors / split.size };
}

function imageAt(pixels: Float32Array, index: number): Image {
  const length = imageSize ** 2;
  return {
    pixels: pixels.subarray(index * length, (index + 1) * length),
    rows: imageSize,
    columns: imageSize,
  };
}
