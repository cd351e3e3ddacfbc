/** Phoneme error rate and BLEU of greedy decoding. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { EvaluationInput } from '#spec';
import { corpusBleu, errorRates, forEachBatch } from '#nn';
import { end, padding, targetLength } from './data.ts';
import { decoderLosses } from './loss.ts';
import { decode, encode, type Encoded, type Network, type Past } from './model.ts';
import type { TransformerOptions } from './parameters.ts';

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
