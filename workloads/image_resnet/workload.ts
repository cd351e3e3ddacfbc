import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { resNetParameters } from './parameters.ts';
import type { ResNetOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<ResNetOptions>({
  title: 'Fashion-MNIST, residual network with batch norm',
  reference: 'https://arxiv.org/abs/1512.03385',
  data,
  metric: { name: 'errorRate', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 128,
  evaluation: { every: 50, batchSize: 250 },
  options: { activation: 'relu', bnInit: 1, widths: [16, 32, 64], blocksPerStage: 1 },
  variants: {
    large_bn_init: { bnInit: 8 },
    silu: { activation: 'silu' },
    gelu: { activation: 'gelu' },
  },
  targets,
  model: (options) => ({
    parameters: resNetParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
