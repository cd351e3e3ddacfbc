/** Batch norm or layer norm in speech models: what differs between training and evaluation. */
import type { Batch, EvaluationInput, Params } from '#spec';
import { layerNorm, ownStatistics, withPopulationStatistics, type Norm } from '#nn';
import { judge, type Scores } from './transcripts.ts';

export type NormKind = 'batch' | 'layer';

/** Training utterances that population statistics are measured on: the first ones, whose order has no meaning. */
const populationSample = 128;

const layerNorms =
  (params: Params): Norm =>
  (x, path) =>
    layerNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!, 1e-6);

/** Batch norm takes mean and variance of the batch's own frames that count. */
export const trainingNorm = (params: Params, kind: NormKind): Norm =>
  kind === 'layer' ? layerNorms(params) : ownStatistics(params);

/** Judges a model, without dropout, whose batch norm takes population statistics of the training data. */
export function judgeNormalized(
  { params, split, train, batchSize }: EvaluationInput,
  kind: NormKind,
  scoresOf: (norm: Norm, batch: Batch) => Scores,
): Record<string, number> {
  const judged = (norm: Norm) => judge({ split, batchSize }, (batch) => scoresOf(norm, batch));
  if (kind === 'layer') return judged(layerNorms(params));
  const size = Math.min(populationSample, train.size);
  const measure = (norm: Norm): void => {
    scoresOf(norm, train.batch(Array.from({ length: size }, (_, i) => i)));
  };
  return withPopulationStatistics(params, measure, judged);
}
