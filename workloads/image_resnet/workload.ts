import { defineWorkload } from '#spec';
import { ownStatistics, softmaxCrossEntropy } from '#nn';
import data from './data.ts';
import { evaluate } from './evaluate.ts';
import { resNet, resNetParameters } from './model.ts';
import type { ResNetOptions } from './model.ts';
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
    losses: ({ params, batch, labelSmoothing }) => {
      const logits = resNet(params, batch.tensors['image']!, ownStatistics(params), options);
      return { values: softmaxCrossEntropy(logits, batch.tensors['label']!, labelSmoothing) };
    },
    evaluate: (input) => evaluate(input, options),
  }),
});
