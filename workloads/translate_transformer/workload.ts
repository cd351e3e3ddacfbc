import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { transformerParameters } from './parameters.ts';
import type { TransformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<TransformerOptions>({
  title: 'CMUdict spelling to pronunciation, encoder-decoder Transformer',
  reference: 'https://arxiv.org/abs/1706.03762',
  data,
  metric: { name: 'phonemeErrorRate', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 64,
  evaluation: { every: 50, batchSize: 500 },
  regularization: { dropout: 0, labelSmoothing: 0.1 },
  options: {
    layers: 2,
    width: 64,
    heads: 4,
    mlpWidth: 128,
    postNorm: false,
    attentionTemperature: 1,
    activation: 'relu',
    gated: false,
  },
  variants: {
    post_ln: { postNorm: true },
    attention_temp: { attentionTemperature: 4 },
    glu_tanh: { gated: true, activation: 'tanh' },
  },
  targets,
  model: (options) => ({
    parameters: transformerParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
