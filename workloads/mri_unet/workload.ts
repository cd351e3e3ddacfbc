import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { uNetParameters } from './parameters.ts';
import type { UNetOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<UNetOptions>({
  title: 'Undersampled MRI, U-Net with instance norm',
  reference: 'https://arxiv.org/abs/1811.08839',
  data,
  metric: { name: 'ssim', goal: 'maximize' },
  loss: 'meanAbsoluteError',
  batchSize: 4,
  evaluation: { every: 30, batchSize: 10 },
  options: { channels: 8, poolings: 3, activation: 'leakyRelu', norm: 'instance' },
  variants: {
    model_size: { channels: 12, poolings: 2 },
    tanh: { activation: 'tanh' },
    layernorm: { norm: 'layer' },
  },
  targets,
  model: (options) => ({
    parameters: uNetParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
