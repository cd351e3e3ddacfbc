import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { graphNetworkParameters } from './parameters.ts';
import type { GraphNetworkOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<GraphNetworkOptions>({
  title: 'ChEMBL activities, graph network',
  reference: 'https://arxiv.org/abs/1806.01261',
  data,
  metric: { name: 'meanAveragePrecision', goal: 'maximize' },
  loss: 'sigmoidCrossEntropy',
  batchSize: 64,
  evaluation: { every: 50, batchSize: 250 },
  regularization: { dropout: 0.1 },
  options: { messageSteps: 3, latentWidth: 32, hiddenWidths: [32], activation: 'relu' },
  variants: {
    gelu: { activation: 'gelu' },
    silu: { activation: 'silu' },
    model_size: { messageSteps: 2, latentWidth: 16, hiddenWidths: [32, 32] },
  },
  targets,
  model: (options) => ({
    parameters: graphNetworkParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
