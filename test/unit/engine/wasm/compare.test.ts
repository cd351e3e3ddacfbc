import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { tensor, values } from './close.ts';
import { assertEach, reader } from './elements.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const operands: readonly (readonly [number[], number[]])[] = [
  [[13], [13]],
  [[4, 5], [5]],
  [[5], [4, 5]],
  [[4, 5], []],
  [
    [3, 1],
    [1, 6],
  ],
  [
    [2, 3, 4],
    [2, 1, 4],
  ],
  [
    [2, 1, 3, 1],
    [4, 1, 5],
  ],
];

test('comparisons, maximum and minimum broadcast, NaN and infinity included', () => {
  const pairs = {
    maximum: [tf.maximum, (a: number, b: number) => Math.max(a, b)],
    minimum: [tf.minimum, (a: number, b: number) => Math.min(a, b)],
    equal: [tf.equal, (a: number, b: number) => +(a === b)],
    notEqual: [tf.notEqual, (a: number, b: number) => +(a !== b)],
    less: [tf.less, (a: number, b: number) => +(a < b)],
    lessEqual: [tf.lessEqual, (a: number, b: number) => +(a <= b)],
    greater: [tf.greater, (a: number, b: number) => +(a > b)],
    greaterEqual: [tf.greaterEqual, (a: number, b: number) => +(a >= b)],
  } as const;
  /** Small whole numbers, so that many are equal, and the special ones. */
  const mixed = (shape: number[], seed: number) => {
    const special = [NaN, Infinity, -Infinity];
    const data = values(tf.util.sizeFromShape(shape), seed).map(
      (v, i) => special[i % 7] ?? Math.round(v * 2),
    );
    return tf.tensor(data, shape);
  };
  for (const [op, meaning] of Object.values(pairs)) {
    for (const [shapeA, shapeB] of operands) {
      tf.tidy(() => {
        const [a, b] = [mixed(shapeA, 1), mixed(shapeB, 2)];
        const shape = tf.broadcast_util.assertAndGetBroadcastShape(shapeA, shapeB);
        const pick = (x: tf.Tensor, at: readonly number[]) => {
          const own = at.slice(at.length - x.shape.length);
          return reader(x)(own.map((c, d) => (x.shape[d] === 1 ? 0 : c)));
        };
        assertEach(op(a, b), shape, (at) => meaning(pick(a, at), pick(b, at)));
      });
    }
  }
});

test('where picks by condition and passes gradients through comparisons of what it differentiates', () => {
  tf.tidy(() => {
    const x = tensor([3, 5]);
    const leaky = (t: tf.Tensor) => tf.where(tf.greater(t, 0), t.mul(2), t.mul(3));
    assertEach(leaky(x), [3, 5], (at) => {
      const v = reader(x)(at);
      return Math.fround(v > 0 ? v * 2 : v * 3);
    });
    assertEach(tf.grad(leaky)(x, tf.ones([3, 5])), [3, 5], (at) => (reader(x)(at) > 0 ? 2 : 3));
  });
});

test('bool becomes float', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([true, false, true, true, false], 'bool');
    assert.deepEqual([...tf.cast(x, 'float32').dataSync()], [1, 0, 1, 1, 0]);
  });
});

test('max and min over any run of axes keep NaN', () => {
  for (const axes of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
    tf.tidy(() => {
      const shape = [3, 4, 5];
      const x = tensor(shape);
      const data = x.dataSync();
      const outShape = shape.filter((_, d) => !axes.includes(d));
      const groups = new Map<string, number[]>();
      for (let i = 0; i < data.length; i++) {
        const at = [Math.floor(i / 20), Math.floor(i / 5) % 4, i % 5];
        const key = at.filter((_, d) => !axes.includes(d)).join();
        groups.set(key, [...(groups.get(key) ?? []), data[i]!]);
      }
      assertEach(tf.max(x, axes), outShape, (at) => Math.max(...groups.get(at.join())!));
      assertEach(tf.min(x, axes), outShape, (at) => Math.min(...groups.get(at.join())!));
    });
  }
  tf.tidy(() => {
    const x = tf.tensor2d([NaN, 1, 2, 3], [2, 2]);
    assert.deepEqual([...tf.max(x, 0).dataSync()], [NaN, 3]);
  });
});

test('sign is -1, 0 or 1', () => {
  tf.tidy(() => {
    const y = tf.sign(tf.tensor1d([-2, 0, 3, -Infinity, 1e-40])).dataSync();
    assert.deepEqual([...y], [-1, 0, 1, -1, 1]);
  });
});
