import { defineWorkload } from '#spec';
import { noSpecAugment } from '#nn';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { deepSpeechParameters } from './parameters.ts';
import type { DeepSpeechOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<DeepSpeechOptions>({
  title: 'Spoken phrases, Deep Speech 2',
  reference: 'https://arxiv.org/abs/1512.02595',
  data,
  metric: { name: 'wordErrorRate', goal: 'minimize' },
  loss: 'ctc',
  batchSize: 32,
  evaluation: { every: 30, batchSize: 125 },
  options: {
    channels: 16,
    timeStrides: [2, 1],
    width: 128,
    lstmLayers: 2,
    feedForwardLayers: 1,
    activation: 'relu',
    residual: true,
    norm: 'batch',
    specAugment: { frequencyMasks: 2, frequencyWidth: 6, timeMasks: 2, timeShare: 0.05 },
  },
  variants: {
    tanh: { activation: 'tanh' },
    no_resnet: { residual: false },
    norm_and_spec_aug: {
      norm: 'layer',
      specAugment: { frequencyMasks: 4, frequencyWidth: 6, timeMasks: 3, timeShare: 0.05 },
    },
  },
  unaugmented: { specAugment: noSpecAugment },
  targets,
  model: (options) => ({
    parameters: deepSpeechParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
