import type { Tensor } from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { dropout, foldIn, noSpecAugment, specAugment } from '#nn';
import data from '../speech_deepspeech/data.ts';
import { judgeNormalized, trainingNorm } from '../speech_deepspeech/shared/norms.ts';
import { lettersLosses } from '../speech_deepspeech/shared/transcripts.ts';
import { conformer, type Network } from './model.ts';
import { conformerParameters, type ConformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

/** Streams of the seed: 0 for SpecAugment, 1, 2, ... for the dropout layers. */
function losses({ params, batch, dropout: rate, seed }: LossInput, options: ConformerOptions) {
  const { features, featureLengths } = batch.tensors as Record<string, Tensor>;
  const heard = specAugment(features!, featureLengths!, options.specAugment, foldIn(seed, 0));
  let stream = 1;
  const net: Network = {
    params,
    options,
    drop: (x) => dropout(x, rate, foldIn(seed, stream++)),
    norm: trainingNorm(params, options.convolutionNorm),
  };
  return lettersLosses(conformer(net, heard, featureLengths!), batch) satisfies Losses;
}

function evaluate(input: EvaluationInput, options: ConformerOptions): Record<string, number> {
  const { params } = input;
  return judgeNormalized(input, options.convolutionNorm, (norm, { tensors }) => {
    const { features, featureLengths } = tensors;
    return conformer({ params, options, drop: (x) => x, norm }, features!, featureLengths!);
  });
}

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
