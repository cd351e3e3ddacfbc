import { defineWorkload } from '#spec';
import { meansOver } from '#nn';
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
      const { loss } = meansOver({ split, batchSize }, ({ tensors }) => ({
        loss: squaredErrors(params, tensors, options),
      }));
      return { meanSquaredError: loss, loss };
    },
  }),
});
