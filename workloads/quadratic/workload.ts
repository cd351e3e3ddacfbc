import * as tf from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import data from './data.ts';
import { quadraticParameters, squaredErrors } from './model.ts';
import type { QuadraticOptions } from './model.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<QuadraticOptions>({
  title: 'Noisy least squares, for tests',
  reference: 'https://arxiv.org/abs/1606.04838',
  data,
  metric: { name: 'meanSquaredError', goal: 'minimize' },
  loss: 'meanSquaredError',
  batchSize: 32,
  evaluation: { every: 25, batchSize: 256 },
  options: { decay: 0.5 },
  variants: { steep: { decay: 1 } },
  targets,
  model: (options) => ({
    parameters: quadraticParameters,
    losses: ({ params, batch }) => ({ values: squaredErrors(params, batch.tensors, options) }),
    evaluate({ params, split, batchSize }) {
      let sum = 0;
      for (let start = 0; start < split.size; start += batchSize) {
        const size = Math.min(batchSize, split.size - start);
        const { tensors } = split.batch(Int32Array.from({ length: size }, (_, i) => start + i));
        for (const error of tf.tidy(() => squaredErrors(params, tensors, options).dataSync()))
          sum += error;
        tf.dispose(tensors);
      }
      const meanSquaredError = sum / split.size;
      return { meanSquaredError, loss: meanSquaredError };
    },
  }),
});
