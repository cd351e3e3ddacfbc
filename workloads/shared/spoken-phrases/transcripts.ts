/** What speech models are trained on and judged by: CTC over letters, and the words that come out of it. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { Batch, EvaluationInput, Losses } from '#spec';
import { ctcBestPath, ctcLoss, errorRates, forEachBatch, wordsOf } from '#nn';
import { alphabet } from './data.ts';

/** Unnormalized scores [B, N, V] of blank and letters in each frame, and how many of the N frames count, int32 [B]. */
export interface Scores {
  readonly logits: Tensor;
  readonly lengths: Tensor;
}

const blank = 0;

/** CTC per letter [B], weighted by the number of letters, so that the training loss is the mean over all letters, as AlgoPerf's. */
export function lettersLosses({ logits, lengths }: Scores, { tensors }: Batch): Required<Losses> {
  const [labels, labelLengths] = [tensors['labels']!, tensors['labelLengths']!];
  const sums = ctcLoss({ logits, logitLengths: lengths, labels, labelLengths, blank });
  const weights = tf.cast(labelLengths as Tensor1D, 'float32');
  return { values: tf.div<Tensor1D>(sums, weights), weights };
}

/** Word and letter error rate of best-path decoding over a split, and the loss per letter. */
export function judge(
  judged: Pick<EvaluationInput, 'split' | 'batchSize'>,
  scoresOf: (batch: Batch) => Scores,
): Record<string, number> {
  const references: number[][] = [];
  const hypotheses: number[][] = [];
  let loss = 0;
  forEachBatch(judged, (batch) => {
    const scores = scoresOf(batch);
    const { values, weights } = lettersLosses(scores, batch);
    const [means, lengths] = [values.dataSync(), weights.dataSync()];
    const labels = batch.tensors['labels']!.arraySync() as number[][];
    for (const [row, letters] of labels.entries()) {
      loss += means[row]! * lengths[row]!;
      references.push(letters.slice(0, lengths[row]));
    }
    hypotheses.push(...ctcBestPath({ logits: scores.logits, logitLengths: scores.lengths, blank }));
  });
  const words = (letters: number[][]) => letters.map((row) => wordsOf(row, alphabet.indexOf(' ')));
  return {
    wordErrorRate: errorRates(words(references), words(hypotheses)).tokens,
    letterErrorRate: errorRates(references, hypotheses).tokens,
    loss: loss / references.reduce((sum, { length }) => sum + length, 0),
  };
}
