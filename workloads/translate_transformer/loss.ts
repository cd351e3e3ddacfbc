/** The training loss: cross-entropy of the next phoneme, the decoder being given the right phonemes so far. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { LossInput, Losses } from '#spec';
import { dropout, foldIn, softmaxCrossEntropy } from '#nn';
import { padding } from './data.ts';
import { decode, encode, type Encoded, type Network } from './model.ts';
import type { TransformerOptions } from './parameters.ts';

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
export function decoderLosses(net: Network, encoded: Encoded, target: Tensor, smoothing: number) {
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
