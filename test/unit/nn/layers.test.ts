import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as nn from '#nn';

before(() => tf.setBackend('cpu'));

const near = (got: tf.Tensor, want: readonly number[], tolerance = 1e-6) => {
  const numbers = [...got.dataSync()];
  assert.equal(numbers.length, want.length);
  want.forEach((x, i) => {
    assert.ok(
      Math.abs(x - numbers[i]!) <= tolerance,
      `[${numbers.join()}] is not [${want.join()}]`,
    );
  });
};

test('A query that may see no key gets zeros, and no gradient flows', () => {
  const [query, key, value] = [3, 4, 5].map((seed) =>
    tf.randomNormal([1, 1, 3, 2], 0, 1, 'float32', seed),
  ) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const keyMask = tf.tensor2d([[0, 1, 1]]);
  const attend = (q: tf.Tensor) => nn.attention({ query: q, key, value, causal: true, keyMask });
  assert.deepEqual([...attend(query).slice([0, 0, 0, 0], [1, 1, 1, 2]).dataSync()], [0, 0]);
  const gradient = tf.grad(attend)(query);
  assert.deepEqual([...gradient.slice([0, 0, 0, 0], [1, 1, 1, 2]).dataSync()], [0, 0]);
  assert.ok(gradient.dataSync().every(Number.isFinite));
});

test('Causal attention over different lengths is refused with both lengths', () => {
  const of = (length: number) => tf.zeros([1, 1, length, 2]);
  assert.throws(
    () => nn.attention({ query: of(2), key: of(3), value: of(3), causal: true }),
    /got 2 queries and 3 keys/u,
  );
});

test('With population statistics batch norm is one affine map', () => {
  const statistics = { mean: tf.tensor1d([1, 2]), variance: tf.tensor1d([4, 9]) };
  const x = tf.tensor2d([[3, 5]]);
  const y = nn.batchNorm(x, tf.tensor1d([2, 3]), tf.tensor1d([10, 20]), { epsilon: 0, statistics });
  near(y, [12, 23]);
});

test('Channel moments are those of all axes but the last', () => {
  const { mean, variance } = nn.channelMoments(
    tf.tensor3d([1, 10, 3, 10, 5, 30, 7, 30], [2, 2, 2]),
  );
  near(mean, [4, 20]);
  near(variance, [5, 100]);
});

test('Cross-entropies stay finite and exact at logits of 1000', () => {
  const logits = tf.tensor2d([[1000, 0, -1000]]);
  near(nn.softmaxCrossEntropy(logits, tf.tensor1d([1], 'int32')), [1000]);
  near(nn.sigmoidCrossEntropy(logits, tf.tensor2d([[0, 0, 1]])), [1000, Math.LN2, 1000]);
});

test('The gradient of the sigmoid cross-entropy at logit 0 is a half minus the label', () => {
  const gradient = tf.grad((x) => nn.sigmoidCrossEntropy(x, tf.tensor1d([0, 1])))(tf.zeros([2]));
  near(gradient, [0.5, -0.5]);
});

test('Segment sums drop foreign ids, and a segment without rows has mean 0', () => {
  const x = tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const ids = tf.tensor1d([2, 0, 2], 'int32');
  near(nn.segmentSum(x, ids, 3), [3, 4, 0, 0, 6, 8]);
  near(nn.segmentMean(x, ids, 3), [3, 4, 0, 0, 3, 4]);
  near(nn.segmentSum(x, tf.tensor1d([7, 0, -1], 'int32'), 2), [3, 4, 0, 0]);
});

test('A transposed convolution undoes the size of a convolution', () => {
  const x = tf.ones([1, 7, 9, 2]);
  for (const padding of ['same', 'valid'] as const) {
    const small = nn.conv2d(x, tf.ones([3, 3, 2, 4]), { stride: 2, padding });
    const options = { stride: 2, padding, bias: tf.ones([2]) };
    const large = nn.conv2dTranspose(small, tf.ones([3, 3, 2, 4]), options);
    assert.deepEqual(large.shape, padding === 'valid' ? [1, 7, 9, 2] : [1, 8, 10, 2]);
  }
});

test('Pools take the largest and the mean of each window', () => {
  const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
  near(nn.maxPool(x, { size: 2 }), [-1]);
  near(nn.avgPool(x, { size: 2 }), [-2.5]);
  near(nn.globalAvgPool(x), [-2.5]);
});

test('Initial spreads follow from the fans', () => {
  assert.deepEqual(nn.heNormal(8), { kind: 'normal', std: 0.5 });
  assert.deepEqual(nn.glorotUniform(1, 5), { kind: 'uniform', limit: 1 });
  assert.deepEqual(nn.glorotNormal(3, 5), { kind: 'normal', std: 0.5 });
  assert.deepEqual(nn.zeros, { kind: 'constant', value: 0 });
});

test('LeCun normal has variance 1 / fanIn once cut off at two standard deviations', () => {
  const init = nn.lecunNormal(4);
  assert.equal(init.kind, 'truncatedNormal');
  const density = (x: number) => Math.exp((-x * x) / 2);
  const steps = Array.from({ length: 40000 }, (_, i) => (i + 0.5) / 10000 - 2);
  const mass = steps.reduce((sum, x) => sum + density(x), 0);
  const second = steps.reduce((sum, x) => sum + x * x * density(x), 0);
  assert.ok(Math.abs(init.std * Math.sqrt(second / mass) - 0.5) < 1e-6);
});
