import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { tableRows } from './features.ts';
import { dlrmParameters } from './parameters.ts';
import type { DlrmOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<DlrmOptions>({
  title: 'Late flights, deep learning recommendation model',
  reference: 'https://arxiv.org/abs/1906.00091',
  data,
  metric: { name: 'loss', goal: 'minimize' },
  loss: 'sigmoidCrossEntropy',
  batchSize: 1024,
  evaluation: { every: 100, batchSize: 2500 },
  options: {
    embeddingWidth: 16,
    embeddingInit: 1 / Math.sqrt(tableRows),
    bottom: [64, 32, 16],
    top: [256, 256, 128, 64],
    interaction: 'dot',
    residual: false,
    layerNorm: false,
  },
  variants: {
    embed_init: { embeddingInit: 1 },
    layernorm: { layerNorm: true },
    resnet: {
      bottom: [64, 64, 64],
      top: [128, 128, 128, 128],
      interaction: 'concat',
      residual: true,
    },
  },
  targets,
  model: (options) => ({
    parameters: dlrmParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
