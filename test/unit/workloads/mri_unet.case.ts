/** Gradient cases of `mri_unet`: two made-up scans, small ones, so that no activation is within rounding of its kink. */
import * as tf from '@tensorflow/tfjs';
import { randomFrom } from '../../../harness/plan/random.ts';
import workload from '../../../workloads/mri_unet/workload.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';

const [images, size] = [2, 24];

function noise(name: string): tf.Tensor4D {
  const random = randomFrom('mri case').fork(name);
  const values = Float32Array.from({ length: images * size ** 2 }, () => random.normal());
  return tf.tensor4d(values, [images, size, size, 1]);
}

export const cases = (): GradientCase[] =>
  casesOf(
    'mri_unet',
    workload,
    () => ({ size: images, tensors: { image: noise('image'), target: noise('target') } }),
    true,
  );
