import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, tensor } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

/** Flat index of an element's place once `axes` are gone. */
function kept(shape: readonly number[], axes: readonly number[], flat: number): number {
  let [index, step, rest] = [0, 1, flat];
  for (let d = shape.length - 1; d >= 0; d--) {
    const coordinate = rest % shape[d]!;
    rest = Math.floor(rest / shape[d]!);
    if (axes.includes(d)) continue;
    index += coordinate * step;
    step *= shape[d]!;
  }
  return index;
}

const cases: readonly (readonly [number[], number[]])[] = [
  [[7], [0]],
  [[1000], [0]],
  [[3, 517], [1]],
  [[517, 3], [0]],
  [[300, 37], [0]],
  [
    [2, 3, 4, 5],
    [1, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 3],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [
    [2, 1, 4, 1],
    [1, 3],
  ],
  [[2, 3, 1, 5], [1]],
  [[5, 6], []],
  [
    [5, 6],
    [0, 1],
  ],
  [[600, 21], [0]],
];

for (const [shape, axes] of cases) {
  test(`sum and mean of [${shape.join()}] over [${axes.join()}] and their gradients equal float64`, () => {
    tf.tidy(() => {
      const x = tensor(shape, 7);
      const outShape = shape.filter((_, d) => !axes.includes(d));
      const sums = new Float64Array(tf.util.sizeFromShape(outShape));
      x.dataSync().forEach((v, i) => (sums[kept(shape, axes, i)]! += v));
      const count = x.size / sums.length;
      assertClose(tf.sum(x, axes), sums, 1e-6, 'sum');
      assertClose(
        tf.mean(x, axes, true),
        sums.map((v) => v / count),
        1e-6,
        'mean',
      );
      const dy = tensor(outShape, 8);
      const given = dy.dataSync();
      const spread = Array.from({ length: x.size }, (_, i) => given[kept(shape, axes, i)]!);
      assertClose(tf.grad((t) => tf.sum(t, axes))(x, dy), spread, 1e-7, 'gradient of sum');
      assertClose(tf.grad((t) => tf.mean(t, axes))(x, dy), spread.map((v) => v / count), 1e-6, 'gradient of mean'); // prettier-ignore
    });
  });
}

test('a long sum keeps float32 precision', () => {
  tf.tidy(() => {
    const x = tf.fill([1 << 20], 0.1);
    const exact = Math.fround(0.1) * 2 ** 20;
    assert.ok(Math.abs((tf.sum(x).arraySync() as number) - exact) / exact < 1e-6);
  });
});

test('the sum and mean of nothing are 0 and NaN', () => {
  tf.tidy(() => {
    assert.deepEqual([...tf.sum(tf.zeros([2, 0]), 1).dataSync()], [0, 0]);
    assert.deepEqual([...tf.mean(tf.zeros([2, 0]), 1).dataSync()], [NaN, NaN]);
  });
});

test('the gradient of a sum of empty rows is empty', () => {
  tf.tidy(() => {
    const d = tf.grad((x) => tf.sum(x, 1))(tf.zeros([2, 3, 0]), tf.zeros([2, 0]));
    assert.deepEqual(d.shape, [2, 3, 0]);
  });
});

test('sums of int32 stay whole', () => {
  tf.tidy(() => {
    const total = tf.sum(tf.tensor1d([1, 2, 3], 'int32'));
    assert.equal(total.dtype, 'int32');
    assert.equal(total.arraySync(), 6);
  });
});
