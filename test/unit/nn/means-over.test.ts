import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as nn from '#nn';
import type { Dataset } from '#spec';

before(() => tf.setBackend('cpu'));

/** Examples 0, 1, ..., each a number of its own. */
const numbers = (size: number): Dataset => ({
  size,
  batch: (indices) => ({
    size: indices.length,
    tensors: { x: tf.tensor1d(Array.from(indices)) },
  }),
});

test('A split is visited in order, each example once, and the last batch holds the rest', () => {
  const seen: number[][] = [];
  nn.forEachBatch({ split: numbers(7), batchSize: 3 }, ({ size, tensors }) => {
    seen.push([size, ...tensors['x']!.dataSync()]);
  });
  assert.deepEqual(seen, [
    [3, 0, 1, 2],
    [3, 3, 4, 5],
    [1, 6],
  ]);
});

test('Means are the same for every batch size, to the last bit, and no tensor stays', () => {
  const tensors = tf.memory().numTensors;
  const means = [1, 2, 7, 100].map((batchSize) =>
    nn.meansOver({ split: numbers(100), batchSize }, ({ tensors: { x } }) => ({
      third: tf.div(x!, 3),
      even: tf.equal(tf.mod(x!, 2), 0),
    })),
  );
  // Quotients are float32; their sum is not.
  const sum = Array.from({ length: 100 }, (_, i) => Math.fround(i / 3)).reduce((a, b) => a + b, 0);
  for (const mean of means) assert.deepEqual(mean, { third: sum / 100, even: 0.5 });
  assert.equal(tf.memory().numTensors, tensors);
});
