import type { Tensor } from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { dropout, foldIn, noSpecAugment, specAugment } from '#nn';
import data from './data.ts';
import { deepSpeech } from './model.ts';
import { deepSpeechParameters } from './parameters.ts';
import type { DeepSpeechOptions } from './parameters.ts';
import { judgeNormalized, trainingNorm } from './shared/norms.ts';
import { lettersLosses } from './shared/transcripts.ts';
import targets from './targets.json' with { type: 'json' };

/** Streams of the seed: 0 for SpecAugment, 1, 2, ... for the dropout layers. */
function losses({ params, batch, dropout: rate, seed }: LossInput, options: DeepSpeechOptions) {
  const { features, featureLengths } = batch.tensors as Record<string, Tensor>;
  let stream = 0;
  const heard = specAugment(
    features!,
    featureLengths!,
    options.specAugment,
    foldIn(seed, stream++),
  );
  const net = {
    params,
    options,
    drop: (x: Tensor) => dropout(x, rate, foldIn(seed, stream++)),
    norm: trainingNorm(params, options.norm),
  };
  return lettersLosses(deepSpeech(net, heard, featureLengths!), batch) satisfies Losses;
}

function evaluate(input: EvaluationInput, options: DeepSpeechOptions): Record<string, number> {
  const { params } = input;
  return judgeNormalized(input, options.norm, (norm, { tensors }) => {
    const { features, featureLengths } = tensors;
    return deepSpeech({ params, options, drop: (x) => x, norm }, features!, featureLengths!);
  });
}

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
