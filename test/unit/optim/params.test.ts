import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Params } from '#spec';

before(async () => {
  await tf.setBackend('cpu');
});

const x = (): Params => ({ a: tf.tensor1d([3, 0]), b: tf.scalar(4) });
const y = (): Params => ({ a: tf.tensor1d([1, 2]), b: tf.scalar(-2) });
const numbers = (params: Params): Record<string, number[]> =>
  Object.fromEntries(Object.entries(params).map(([path, t]) => [path, [...t.dataSync()]]));

test('arithmetic goes path by path', () => {
  assert.deepEqual(numbers(optim.add(x(), y())), { a: [4, 2], b: [2] });
  assert.deepEqual(numbers(optim.sub(x(), y())), { a: [2, -2], b: [6] });
  assert.deepEqual(numbers(optim.scale(x(), 2)), { a: [6, 0], b: [8] });
  assert.deepEqual(numbers(optim.scale(x(), tf.scalar(0.5))), { a: [1.5, 0], b: [2] });
  assert.deepEqual(numbers(optim.combine(x(), 2, y(), -1)), { a: [5, -2], b: [10] });
  assert.deepEqual(numbers(optim.ema(x(), y(), 0.75)), { a: [2.5, 0.5], b: [2.5] });
  assert.deepEqual(numbers(optim.lerp(x(), y(), 0.25)), { a: [2.5, 0.5], b: [2.5] });
  assert.deepEqual(numbers(optim.zerosLike(x())), { a: [0, 0], b: [0] });
});

test('a map may read sets that have more paths than the first', () => {
  const summed = optim.map((a, b) => a.add(b), { b: tf.scalar(1) }, x());
  assert.deepEqual(numbers(summed), { b: [5] });
});

test('a rule with several results gives as many sets', () => {
  const [sums, products] = optim.mapMany(2, (a, b) => [a.add(b), a.mul(b)], x(), y());
  assert.deepEqual(numbers(sums!), { a: [4, 2], b: [2] });
  assert.deepEqual(numbers(products!), { a: [3, 0], b: [-8] });
});

test('norm and inner product run over all numbers of all tensors', () => {
  assert.equal(optim.globalNorm(x()).dataSync()[0], 5);
  assert.equal(optim.dot(x(), y()).dataSync()[0], -5);
  assert.equal(optim.globalNorm({}).dataSync()[0], 0);
});
