/** Fused layers at NaN, infinities and masks, and dropout against plain operations. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as nn from '#nn';
import { threefry } from '../../../../harness/nn/threefry.ts';
import { tensor } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const withNaN = (shape: number[]) => {
  const numbers = tensor(shape).dataSync();
  numbers[0] = NaN;
  return tf.tensor(numbers, shape);
};

test('A NaN in the input shows in the output of every layer', () => {
  const [scale, bias] = [tf.ones([5]), tf.zeros([5])];
  const labels = tf.tensor1d([1, 2, 3], 'int32');
  const x = withNaN([3, 5]);
  const heads = tf.reshape(x, [1, 1, 3, 5]);
  const weights = (gates: number) => ({
    kernel: tf.ones([5, gates * 2]),
    recurrent: tf.ones([2, gates * 2]),
    bias: tf.zeros([gates * 2]),
  });
  const sequence = tf.reshape(x, [1, 3, 5]);
  const lengths = {
    logitLengths: tf.tensor1d([3], 'int32'),
    labelLengths: tf.tensor1d([1], 'int32'),
  };
  const outputs: Record<string, tf.Tensor> = {
    batchNorm: nn.batchNorm(x, scale, bias),
    layerNorm: nn.layerNorm(x, scale, bias),
    instanceNorm: nn.instanceNorm(tf.reshape(x, [1, 3, 1, 5]), scale, bias),
    gelu: nn.gelu(x),
    geluExact: nn.geluExact(x),
    silu: nn.silu(x),
    softmaxCrossEntropy: nn.softmaxCrossEntropy(x, labels),
    sigmoidCrossEntropy: nn.sigmoidCrossEntropy(x, tf.zeros([3, 5])),
    attention: nn.attention({ query: heads, key: heads, value: heads, causal: true }),
    dropout: nn.dropout(x, 0.5, 1),
    lstm: nn.lstm({ x: sequence, ...weights(4) }),
    gru: nn.gru({ x: sequence, ...weights(3) }),
    ctcLoss: nn.ctcLoss({
      logits: sequence,
      labels: tf.tensor2d([[1]], [1, 1], 'int32'),
      blank: 0,
      ...lengths,
    }),
  };
  for (const [name, output] of Object.entries(outputs)) {
    assert.ok(output.dataSync().some(Number.isNaN), `${name} hides the NaN`);
  }
});

test('Attention gives masked keys exactly no weight, however large their values', () => {
  const [query, key] = [tensor([1, 1, 5, 4], 1), tensor([1, 1, 5, 4], 2)];
  const value = tf.concat([tensor([1, 1, 3, 4], 3), tf.fill([1, 1, 2, 4], 3e38)], 2);
  const keyMask = tf.tensor2d([[1, 1, 1, 0, 0]]);
  const masked = nn.attention({ query, key, value, keyMask });
  const cut = nn.attention({
    query,
    key: tf.slice(key, [0, 0, 0, 0], [1, 1, 3, 4]),
    value: tf.slice(value, [0, 0, 0, 0], [1, 1, 3, 4]),
  });
  assert.deepEqual(masked.dataSync(), cut.dataSync());
  const none = nn.attention({ query, key, value, keyMask: tf.zeros([1, 5]) });
  assert.deepEqual([...none.dataSync()], Array<number>(20).fill(0));
});

test('Hidden classes at -Infinity take no part in the softmax cross-entropy', () => {
  const logits = tf.tensor2d([[0, -Infinity, 0, -Infinity, -Infinity]]);
  const labels = tf.tensor1d([2], 'int32');
  const loss = (x: tf.Tensor) => nn.softmaxCrossEntropy(x, labels);
  assert.ok(Math.abs(loss(logits).dataSync()[0]! - Math.LN2) < 1e-6);
  assert.deepEqual([...tf.grad(loss)(logits).dataSync()], [0.5, 0, -0.5, 0, 0]);
});

test('Cross-entropies of logits of 1000 are exact', () => {
  const softmax = nn.softmaxCrossEntropy(tf.tensor2d([[1000, 0]]), tf.tensor1d([1], 'int32'));
  assert.deepEqual([...softmax.dataSync()], [1000]);
  const sigmoid = nn.sigmoidCrossEntropy(tf.tensor1d([1000, -1000]), tf.tensor1d([0, 1]));
  assert.deepEqual([...sigmoid.dataSync()], [1000, 1000]);
});

test('Dropout draws the same numbers as plain operations, for any size and seed', () => {
  for (const [size, seed] of [
    [1, 0],
    [3, 1],
    [4, 2 ** 32],
    [5, 2 ** 53 - 1],
    [8, 5],
    [61, 12345678901],
  ] as const) {
    const bits = new Uint32Array(size);
    threefry(seed, bits);
    const expected = Float32Array.from(bits, (drawn) =>
      drawn < 0.3 * 2 ** 32 ? 0 : 1 / (1 - 0.3),
    );
    assert.deepEqual(nn.dropout(tf.ones([size]), 0.3, seed).dataSync(), expected);
  }
});
