import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { quadraticParameters } from './parameters.ts';
import type { QuadraticOptions } from './parameters.ts';
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
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
