import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Batch, Params, Task } from '#spec';
import { newtonInverse } from '../../../harness/optim/inverse.ts';
import * as parabola from '../../contract/parabola.ts';
import { largestDifference, vectors } from './papers-vectors.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const wave = (rows: number, columns: number, f: (i: number) => number): tf.Tensor2D =>
  tf.tensor2d(Array.from({ length: rows * columns }, (_, i) => f(i)), [rows, columns]); // prettier-ignore

test('the first layer’s update is the authors’ on three rows of two inputs', () => {
  const x = tf.tensor2d([[1, 2], [0, 1], [-1, 1]]); // prettier-ignore
  const G = tf.tensor2d([[0.1], [-0.2], [0.3]]);
  const D = x.matMul<tf.Tensor2D>(G, true);
  assert.ok(largestDifference([...D.dataSync()], [-0.2, 0.3]) < 1e-6);
  const got = [...optim.tractGradient(x, D as tf.Tensor2D, 0.1).dataSync()];
  assert.ok(largestDifference(got, [-0.3469236, 0.1979244]) < 1e-6, got.join());
});

test('the first layer’s update is NumPy’s solution, and minimises the regression behind it', () => {
  const x = wave(40, 9, (i) => Math.sin(0.7 * i) + 0.3);
  const D = wave(9, 5, (i) => Math.cos(1.1 * i));
  const step = optim.tractGradient(x, D, 0.1);
  assert.ok(largestDifference([...step.dataSync()], vectors.tract) < 2e-4);
  const stationary = x.matMul(x.matMul(step), true).div(40).add(step.mul(0.1)).sub(D);
  assert.ok(stationary.abs().max().dataSync()[0]! < 1e-4);
});

test('an ill-conditioned 49 x 49 matrix of smooth patches is inverted', () => {
  const a = wave(49, 49, (i) => {
    const [p, q] = [Math.floor(i / 49), i % 49];
    const away = (Math.floor(p / 7) - Math.floor(q / 7)) ** 2 + ((p % 7) - (q % 7)) ** 2;
    return Math.exp(-away / 20) + (p === q ? 0.1 : 0);
  });
  const off = a.matMul(newtonInverse(a)).sub(tf.eye(49)).abs().max().dataSync()[0]!;
  assert.ok(off < 1e-4, `off by ${off}`);
});

test('windows are all positions of small filters and patches side by side of large ones', () => {
  const images = tf.range(0, 2 * 4 * 5 * 2).reshape<tf.Tensor4D>([2, 4, 5, 2]);
  const small = optim.windows(images, 2, 3);
  assert.deepEqual(small.shape, [2 * 3 * 3, 12]);
  const kernel = tf.randomNormal<tf.Rank.R4>([2, 3, 2, 4], 0, 1, 'float32', 3);
  const direct = tf.conv2d(images, kernel, 1, 'valid');
  const product = small.matMul(kernel.reshape([12, 4])).reshape(direct.shape);
  assert.ok(product.sub(direct).abs().max().dataSync()[0]! < 1e-3);
  const patches = tf.range(0, 8 * 12).reshape<tf.Tensor4D>([1, 8, 12, 1]);
  const [large, filter] = [
    optim.windows(patches, 4, 4),
    tf.randomNormal<tf.Rank.R4>([4, 4, 1, 2], 0, 1, 'float32', 5),
  ];
  assert.deepEqual(large.shape, [6, 16]);
  const strided = tf.conv2d(patches, filter, 4, 'valid');
  const rows = large.matMul(filter.reshape([16, 2])).reshape(strided.shape);
  assert.ok(rows.sub(strided).abs().max().dataSync()[0]! < 1e-3);
});

const parameters: Task['parameters'] = {
  p0: { shape: [2], role: 'bias' },
  p1: { shape: [3, 3, 1, 2], role: 'convWeight' },
  p2: { shape: [3, 3, 1, 2], role: 'convWeight' },
};

/** The gradient of ones that an algorithm sees when it trains on this batch. */
const seen = (batch: Batch): Params => {
  const params = optim.map((x) => tf.zerosLike(x), {
    p0: tf.ones([2]),
    p1: tf.ones([3, 3, 1, 2]),
    p2: tf.ones([3, 3, 1, 2]),
  });
  const ones = optim.map((x) => tf.onesLike(x), params);
  const spy: Algorithm = { init: () => 0, step: (here) => [here.grad(here.params).grads, 0] };
  const here = {
    ...parabola.here(params, 0),
    batch,
    grad: () => ({ loss: tf.scalar(0), grads: ones }),
  };
  return optim.tract(spy, { parameters }, 0.1).step(here, 0)[0];
};

test('only the first filter that fits the images’ channels is changed', () => {
  const image = tf.randomUniform<tf.Rank.R4>([3, 6, 6, 1], 0, 1, 'float32', 2);
  const grads = seen({ size: 3, tensors: { image, label: tf.tensor1d([0, 1, 2], 'int32') } });
  const want = optim.tractGradient(optim.windows(image, 3, 3), tf.ones([9, 2]), 0.1);
  assert.ok(largestDifference([...grads['p1']!.dataSync()], [...want.dataSync()]) < 1e-6);
  assert.deepEqual([...grads['p2']!.dataSync()], Array(18).fill(1));
  assert.deepEqual([...grads['p0']!.dataSync()], [1, 1]);
});

test('nothing is changed without images, with two of them, or with other channels', () => {
  const image = tf.ones([3, 6, 6, 1]);
  for (const tensors of [
    { x: tf.ones([3, 6]) },
    { image, target: image },
    { image: tf.ones([3, 6, 6, 3]) },
    { clip: tf.ones([3, 1, 6, 1]) },
  ])
    assert.deepEqual([...seen({ size: 3, tensors })['p1']!.dataSync()], Array(18).fill(1));
});
