import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { languageModelParameters } from './parameters.ts';
import type { LanguageModelOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<LanguageModelOptions>({
  title: 'State of the Union, decoder-only Transformer',
  reference: 'https://arxiv.org/abs/1706.03762',
  data,
  metric: { name: 'perplexity', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 16,
  evaluation: { every: 50, batchSize: 64 },
  options: {
    layers: 2,
    width: 96,
    heads: 3,
    hidden: 384,
    activation: 'gelu',
    norm: 'pre',
    attentionTemperature: 1,
  },
  variants: {
    glu: { activation: 'glu', hidden: 256 },
    post_ln: { norm: 'post' },
    attention_temperature: { attentionTemperature: 4 },
  },
  targets,
  model: (options) => ({
    parameters: languageModelParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
