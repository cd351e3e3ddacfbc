import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { visionTransformerParameters } from './parameters.ts';
import type { VisionTransformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<VisionTransformerOptions>({
  title: 'Fashion-MNIST, Vision Transformer',
  reference: 'https://arxiv.org/abs/2010.11929',
  data,
  metric: { name: 'errorRate', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 128,
  evaluation: { every: 40, batchSize: 250 },
  options: {
    patch: 7,
    layers: 3,
    width: 64,
    heads: 4,
    mlpWidth: 128,
    gated: false,
    postNorm: false,
    pooling: 'mean',
  },
  variants: {
    glu: { gated: true },
    post_ln: { postNorm: true },
    map: { pooling: 'attention' },
  },
  targets,
  model: (options) => ({
    parameters: visionTransformerParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
