/** Attention, recurrent layers and the CTC loss. */
import * as tf from '@tensorflow/tfjs';
import { attention, ctcLoss, gru, lstm } from '#nn';
import { forwardBackward, normal, type BenchCase } from './case.ts';

type Inputs = tf.Tensor[];

/** Batch, heads, positions, depth of a head. */
const attentionOver = (shape: readonly number[], causal: boolean) => ({
  group: 'attention',
  name: `${shape.join(' x ')}${causal ? ', causal' : ''}`,
  inputs: () => [normal(shape), normal(shape), normal(shape)],
  call: (...[query, key, value]: Inputs) =>
    attention({ query: query!, key: key!, value: value!, causal }),
});

const [batch, time, features, units] = [32, 32, 64, 64] as const;

/** Weights of `gates` gates, small enough that no gate saturates. */
const recurrent = (gates: number) => (): Inputs => [
  normal([batch, time, features]),
  tf.tidy(() => normal([features, gates * units]).mul(0.1)),
  tf.tidy(() => normal([units, gates * units]).mul(0.1)),
  normal([gates * units]),
];

const [frames, classes, letters] = [100, 32, 20] as const;

/** Labels 1, 2, 3, ...; class 0 is the blank. */
const ctc = (logits: tf.Tensor): tf.Tensor => {
  const row = tf.range(1, letters + 1, 1, 'int32');
  return ctcLoss({
    logits,
    logitLengths: tf.fill([batch], frames, 'int32'),
    labels: tf.tile(tf.expandDims(row, 0), [batch, 1]),
    labelLengths: tf.fill([batch], letters, 'int32'),
    blank: 0,
  });
};

export const sequences: readonly BenchCase[] = [
  attentionOver([16, 4, 64, 32], true),
  attentionOver([32, 4, 33, 24], false),
  attentionOver([4, 4, 256, 32], true),
  {
    group: 'LSTM',
    name: `${batch} x ${time} x ${features}, ${units} units`,
    inputs: recurrent(4),
    call: (...[x, kernel, inner, bias]: Inputs) =>
      lstm({ x: x!, kernel: kernel!, recurrent: inner!, bias: bias! }),
  },
  {
    group: 'GRU',
    name: `${batch} x ${time} x ${features}, ${units} units`,
    inputs: recurrent(3),
    call: (...[x, kernel, inner, bias]: Inputs) =>
      gru({ x: x!, kernel: kernel!, recurrent: inner!, bias: bias! }),
  },
  {
    group: 'CTC',
    name: `${batch} x ${frames} frames, ${classes} classes, ${letters} labels`,
    inputs: () => [normal([batch, frames, classes])],
    call: (...[logits]: Inputs) => ctc(logits!),
  },
].map(forwardBackward);
