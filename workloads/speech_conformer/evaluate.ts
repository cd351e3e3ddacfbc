/** CTC per letter, and the error rates of best-path decoding. */
import type { Tensor } from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { dropout, foldIn, specAugment } from '#nn';
import { judgeNormalized, trainingNorm } from '../shared/spoken-phrases/norms.ts';
import { lettersLosses } from '../shared/spoken-phrases/transcripts.ts';
import { conformer, type Network } from './model.ts';
import type { ConformerOptions } from './parameters.ts';

/** Streams of the seed: 0 for SpecAugment, 1, 2, ... for the dropout layers. */
export function losses(
  { params, batch, dropout: rate, seed }: LossInput,
  options: ConformerOptions,
): Losses {
  const { features, featureLengths } = batch.tensors as Record<string, Tensor>;
  const heard = specAugment(features!, featureLengths!, options.specAugment, foldIn(seed, 0));
  let stream = 1;
  const net: Network = {
    params,
    options,
    drop: (x) => dropout(x, rate, foldIn(seed, stream++)),
    norm: trainingNorm(params, options.convolutionNorm),
  };
  return lettersLosses(conformer(net, heard, featureLengths!), batch);
}

export function evaluate(
  input: EvaluationInput,
  options: ConformerOptions,
): Record<string, number> {
  const { params } = input;
  return judgeNormalized(input, options.convolutionNorm, (norm, { tensors }) => {
    const { features, featureLengths } = tensors;
    return conformer({ params, options, drop: (x) => x, norm }, features!, featureLengths!);
  });
}
