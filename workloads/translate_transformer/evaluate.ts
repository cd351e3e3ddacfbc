/** Cross-entropy of the next phoneme; phoneme error rate and BLEU of greedy decoding. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { corpusBleu, dropout, errorRates, foldIn, forEachBatch, softmaxCrossEntropy } from '#nn';
import { end, padding, targetLength } from './data.ts';
import { decode, encode, type Encoded, type Network, type Past } from './model.ts';
import type { TransformerOptions } from './parameters.ts';

/** The decoder is given the right phonemes so far. */
export function losses(input: LossInput, options: TransformerOptions): Losses {
  const { source, target } = input.batch.tensors as { source: Tensor; target: Tensor };
  const net: Network = { params: input.params, options, drop: dropoutLayers(input) };
  return decoderLosses(net, encode(net, source), target, input.labelSmoothing);
}

/** Dropout whose n-th call draws from the n-th stream of the seed. */
function dropoutLayers({ dropout: rate, seed }: LossInput): Network['drop'] {
  let layer = 0;
  return (x) => dropout(x, rate, foldIn(seed, layer++));
}

/** Mean over each word's phonemes [B], weighted by their number [B], so that the training loss is the mean over phonemes. */
function decoderLosses(net: Network, encoded: Encoded, target: Tensor, smoothing: number) {
  const [words, length] = target.shape as [number, number];
  const start = tf.fill([words, 1], padding, 'int32');
  const given = tf.concat([start, tf.slice(target, [0, 0], [words, length - 1])], 1); // [B, T]
  const { logits } = decode(net, encoded, given); // [B, T, V]
  const each = softmaxCrossEntropy(
    tf.reshape(logits, [words * length, -1]),
    tf.reshape(target, [-1]),
    smoothing,
  ); // [B T]
  const real = tf.cast(tf.notEqual(target, padding), 'float32'); // [B, T]
  const weights = tf.sum<Tensor1D>(real, 1);
  const sums = tf.sum<Tensor1D>(tf.mul(tf.reshape(each, [words, length]), real), 1);
  return { values: tf.div<Tensor1D>(sums, weights), weights } satisfies Losses;
}

/** Phoneme and word error rate and corpus BLEU of greedy decoding, and the loss per phoneme without label smoothing. */
export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: TransformerOptions,
): Record<string, number> {
  const net: Network = { params, options, drop: (x) => x };
  const references: number[][] = [];
  const hypotheses: number[][] = [];
  let loss = 0;
  let phonemes = 0;
  forEachBatch({ split, batchSize }, ({ size, tensors }) => {
    const { source, target } = tensors as { source: Tensor; target: Tensor };
    const encoded = encode(net, source);
    const { values, weights } = tf.tidy(() => decoderLosses(net, encoded, target, 0));
    const [means, counts] = [values.dataSync(), weights.dataSync()];
    means.forEach((mean, i) => {
      loss += mean * counts[i]!;
      phonemes += counts[i]!;
    });
    hypotheses.push(...sequences(greedy(net, encoded, size)));
    references.push(...sequences(target));
  });
  const rates = errorRates(references, hypotheses);
  return {
    phonemeErrorRate: rates.tokens,
    wordErrorRate: rates.sequences,
    bleu: corpusBleu(references, hypotheses),
    loss: loss / phonemes,
  };
}

/** The likeliest next phoneme again and again, one position at a time: int32 [B, T]. */
function greedy(net: Network, encoded: Encoded, words: number): Tensor {
  const said: Tensor[] = [];
  let tokens: Tensor = tf.fill([words, 1], padding, 'int32'); // [B, 1]
  let past: Past | undefined;
  while (said.length < targetLength) {
    const next = tf.tidy(() => {
      const { logits, past: extended } = decode(net, encoded, tokens, past); // [B, 1, V]
      return { tokens: tf.argMax(logits, 2), past: extended };
    });
    if (past) tf.dispose(past);
    ({ tokens, past } = next);
    said.push(tokens);
  }
  return tf.concat(said, 1);
}

/** Rows [B, T] up to their end. */
function sequences(tokens: Tensor): number[][] {
  return (tokens.arraySync() as number[][]).map((row) => {
    const length = row.indexOf(end);
    return length < 0 ? row : row.slice(0, length);
  });
}
