import { defineWorkload } from '#spec';
import { noSpecAugment } from '#nn';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { conformerParameters } from './parameters.ts';
import type { ConformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<ConformerOptions>({
  title: 'Spoken phrases, Conformer',
  reference: 'https://arxiv.org/abs/2005.08100',
  data,
  metric: { name: 'wordErrorRate', goal: 'minimize' },
  loss: 'ctc',
  batchSize: 16,
  evaluation: { every: 48, batchSize: 125 },
  options: {
    channels: 24,
    timeStrides: [2, 1],
    blocks: 2,
    width: 64,
    heads: 4,
    hiddenWidth: 128,
    kernelFrames: 5,
    attentionTemperature: 1,
    convolutionNorm: 'batch',
    activation: 'silu',
    specAugment: { frequencyMasks: 1, frequencyWidth: 5, timeMasks: 1, timeShare: 0.05 },
  },
  variants: {
    attention_temperature: { attentionTemperature: 1.6 },
    layernorm: { convolutionNorm: 'layer' },
    gelu: { activation: 'gelu' },
  },
  unaugmented: { specAugment: noSpecAugment },
  targets,
  model: (options) => ({
    parameters: conformerParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
