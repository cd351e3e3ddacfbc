import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Task } from '#spec';
import * as parabola from '../../contract/parabola.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const parameters: Task['parameters'] = {
  stem: { shape: [3, 3, 1, 32], role: 'convWeight' },
  bias: { shape: [32], role: 'bias' },
  conv: { shape: [3, 3, 32, 128], role: 'convWeight' },
  embedding: { shape: [1000, 128], role: 'embedding' },
  query: { shape: [128, 4, 32], role: 'attentionQuery' },
  queryBias: { shape: [4, 32], role: 'attentionBias' },
  head: { shape: [128, 10], role: 'weight' },
};

test('weights behind the first step in inverse proportion to their width, all else at the rate given', () => {
  const rate = optim.widthRates({ parameters }, 64);
  const factors = Object.fromEntries(Object.keys(parameters).map((path) => [path, rate(path)]));
  assert.deepEqual(factors, {
    stem: 1,
    bias: 1,
    conv: 2,
    embedding: 1,
    query: 0.5,
    queryBias: 1,
    head: 0.5,
  });
});

test('updates are scaled path by path', () => {
  const updates = { a: tf.tensor1d([1, 2]), b: tf.scalar(3) };
  const rule = optim.scaleByPath((path) => (path === 'a' ? 10 : 1));
  const [scaled] = rule.update(updates, [], parabola.here(updates, 0));
  assert.deepEqual([...scaled['a']!.dataSync(), ...scaled['b']!.dataSync()], [10, 20, 3]);
});

test('at the base width, and where a step is Adam’s first, outputs of all widths change alike', () => {
  // Adam's first step moves each weight by the rate in the direction of its gradient's sign: x sign(x)' of one input.
  const change = (width: number): number => {
    const rate = optim.widthRates(
      { parameters: { in: parameters['stem']!, w: { shape: [width, 1], role: 'weight' } } },
      64,
    );
    const x = tf.tensor1d(Array.from({ length: width }, (_, i) => Math.sin(i + 1)));
    return x.abs().sum().mul(rate('w')).dataSync()[0]!;
  };
  const [narrow, base, wide] = [change(64), change(128), change(256)];
  assert.ok(Math.abs(base / narrow - 1) < 0.03 && Math.abs(wide / narrow - 1) < 0.03);
});
