import type { Tensor } from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import type { EvaluationInput, LossInput, Losses, Params } from '#spec';
import {
  dropout,
  foldIn,
  layerNorm,
  noSpecAugment,
  ownStatistics,
  specAugment,
  withPopulationStatistics,
  type Norm,
} from '#nn';
import data from '../speech_deepspeech/data.ts';
import { judge, lettersLosses } from '../speech_deepspeech/shared/transcripts.ts';
import { conformer, type Network } from './model.ts';
import { conformerParameters, type ConformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

/** Training utterances that population statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 128;

const layerNorms =
  (params: Params): Norm =>
  (x, path) =>
    layerNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!, 1e-6);

/** Streams of the seed: 0 for SpecAugment, 1, 2, ... for the dropout layers. */
function losses({ params, batch, dropout: rate, seed }: LossInput, options: ConformerOptions) {
  const { features, featureLengths } = batch.tensors as Record<string, Tensor>;
  const heard = specAugment(features!, featureLengths!, options.specAugment, foldIn(seed, 0));
  let stream = 1;
  const net: Network = {
    params,
    options,
    drop: (x) => dropout(x, rate, foldIn(seed, stream++)),
    norm: options.convolutionNorm === 'layer' ? layerNorms(params) : ownStatistics(params),
  };
  return lettersLosses(conformer(net, heard, featureLengths!), batch) satisfies Losses;
}

function evaluate(
  { params, split, train, batchSize }: EvaluationInput,
  options: ConformerOptions,
): Record<string, number> {
  const scores = (norm: Norm, { features, featureLengths }: Readonly<Record<string, Tensor>>) =>
    conformer({ params, options, drop: (x) => x, norm }, features!, featureLengths!);
  const judged = (norm: Norm) =>
    judge({ split, batchSize }, ({ tensors }) => scores(norm, tensors));
  if (options.convolutionNorm === 'layer') return judged(layerNorms(params));
  const size = Math.min(populationSample, train.size);
  const measure = (norm: Norm): void => {
    scores(norm, train.batch(Array.from({ length: size }, (_, i) => i)).tensors);
  };
  return withPopulationStatistics(params, measure, judged);
}

export default defineWorkload<ConformerOptions>({
  title: 'Spoken phrases, Conformer',
  reference: 'https://arxiv.org/abs/2005.08100',
  data,
  metric: { name: 'wordErrorRate', goal: 'minimize' },
  loss: 'ctc',
  batchSize: 16,
  evaluation: { every: 60, batchSize: 125 },
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
