import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { dropout } from '#nn';

before(() => tf.setBackend('cpu'));

test('Dropout zeroes the stated share and scales the rest', () => {
  const y = dropout(tf.ones([40000]), 0.3, 5).dataSync();
  const zeros = y.filter((v) => v === 0).length;
  assert.ok(Math.abs(zeros - 12000) < 5 * Math.sqrt(40000 * 0.3 * 0.7), `${zeros} zeros`);
  assert.ok(y.every((v) => v === 0 || v === Math.fround(1 / 0.7)));
});

test('The same seed drops the same elements, in the gradient too; another seed drops others', () => {
  const x = tf.randomNormal([3, 50], 0, 1, 'float32', 1);
  const ones = tf.ones([3, 50]);
  const mask = dropout(ones, 0.5, 9).dataSync();
  const gradient = tf.grad((v) => dropout(v, 0.5, 9))(x, ones);
  assert.deepEqual(gradient.dataSync(), mask);
  assert.notDeepEqual(dropout(ones, 0.5, 10).dataSync(), mask);
});

test('Rate 0 changes nothing; a rate outside [0, 1) is refused', () => {
  const x = tf.tensor1d([1, 2]);
  assert.deepEqual([...dropout(x, 0, 1).dataSync()], [1, 2]);
  for (const rate of [1, -0.1, NaN]) {
    assert.throws(() => dropout(x, rate, 1), /A dropout rate lies in \[0, 1\); got/u);
  }
});
