/** CTC per letter, and the error rates of best-path decoding. */
import type { Tensor } from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { dropout, foldIn, specAugment } from '#nn';
import { judgeNormalized, trainingNorm } from '../shared/spoken-phrases/norms.ts';
import { lettersLosses } from '../shared/spoken-phrases/transcripts.ts';
import { deepSpeech } from './model.ts';
import type { DeepSpeechOptions } from './parameters.ts';

/** Streams of the seed: 0 for SpecAugment, 1, 2, ... for the dropout layers. */
export function losses(
  { params, batch, dropout: rate, seed }: LossInput,
  options: DeepSpeechOptions,
): Losses {
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
  return lettersLosses(deepSpeech(net, heard, featureLengths!), batch);
}

export function evaluate(
  input: EvaluationInput,
  options: DeepSpeechOptions,
): Record<string, number> {
  const { params } = input;
  return judgeNormalized(input, options.norm, (norm, { tensors }) => {
    const { features, featureLengths } = tensors;
    return deepSpeech({ params, options, drop: (x) => x, norm }, features!, featureLengths!);
  });
}
