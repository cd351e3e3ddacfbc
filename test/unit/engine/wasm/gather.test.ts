import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, tensor } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const layouts = [
  { shape: [5, 3], indices: [4, 0, 4], axis: 0 },
  { shape: [5, 70], indices: [4, 0, 4, 1], axis: 0 },
  { shape: [2, 5, 3], indices: [1, 1, 0, 3], axis: 1 },
  { shape: [2, 3, 5], indices: [0, 4, 4], axis: 2 },
];

for (const { shape, indices, axis } of layouts) {
  test(`gather from [${shape.join()}] along ${axis} picks rows, and its gradient adds them back`, () => {
    tf.tidy(() => {
      const x = tensor(shape, 1);
      const ids = tf.tensor1d(indices, 'int32');
      const y = tf.gather(x, ids, axis);
      const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)].map((s) => tf.util.sizeFromShape(s)) as [number, number]; // prettier-ignore
      const rows = shape[axis]!;
      const source = (o: number, q: number, i: number) => (o * rows + indices[q]!) * inner + i;
      const dy = tensor(y.shape, 2);
      const [from, given] = [x.dataSync(), dy.dataSync()];
      const expected: number[] = [];
      const back = new Float64Array(x.size);
      for (let o = 0; o < outer; o++) {
        for (let q = 0; q < indices.length; q++) {
          for (let i = 0; i < inner; i++) {
            back[source(o, q, i)]! += given[expected.length]!;
            expected.push(from[source(o, q, i)]!);
          }
        }
      }
      assertClose(y, expected, 0, 'values');
      assertClose(tf.grad((t) => tf.gather(t, ids, axis))(x, dy), back, 1e-6, 'gradient');
    });
  });
}

test('gather with a batch dimension picks within each batch, forward and backward', () => {
  tf.tidy(() => {
    const x = tensor([3, 4, 2], 1);
    const ids = tf.tensor2d([[3, 0], [1, 1], [2, 3]], [3, 2], 'int32'); // prettier-ignore
    const batched = (t: tf.Tensor) => tf.gather(t, ids, 1, 1);
    const stacked = (t: tf.Tensor) => {
      const parts = [0, 1, 2].map((b) => {
        const own = tf.reshape<tf.Rank.R1>(tf.slice(ids, [b, 0], [1, 2]), [2]);
        return tf.gather(tf.reshape(tf.slice(t, [b, 0, 0], [1, 4, 2]), [4, 2]), own);
      });
      return tf.stack(parts);
    };
    const dy = tensor([3, 2, 2], 2);
    assertClose(batched(x), stacked(x).dataSync(), 0, 'values');
    assertClose(tf.grad(batched)(x, dy), tf.grad(stacked)(x, dy).dataSync(), 1e-6, 'gradient');
  });
});

test('gather names an index that is out of range', () => {
  const x = tensor([4, 2]);
  const ids = tf.tensor1d([0, 4], 'int32');
  assert.throws(() => tf.gather(x, ids), /index 4 at position 1 is not in \[0, 3\]/u);
  tf.dispose([x, ids]);
});

test('segment sums add rows by id, leave out ids outside the range, and have a gradient', () => {
  tf.tidy(() => {
    const x = tensor([5, 3], 1);
    const ids = tf.tensor1d([1, 0, 1, -1, 7], 'int32');
    const rows = x.arraySync() as number[][];
    const expected = [0, 1, 2].flatMap((s) =>
      [0, 1, 2].map((i) =>
        [1, 0, 1].reduce((sum, id, r) => sum + (id === s ? rows[r]![i]! : 0), 0),
      ),
    );
    const run = (t: tf.Tensor) => tf.unsortedSegmentSum(t, ids, 3);
    assertClose(run(x), expected, 1e-6, 'sums');
    const dy = tensor([3, 3], 2);
    const given = dy.arraySync() as number[][];
    const back = [given[1]!, given[0]!, given[1]!, [0, 0, 0], [0, 0, 0]].flat();
    assertClose(tf.grad(run)(x, dy), back, 0, 'gradient');
  });
});

test('oneHot holds on and off values in every dtype, and nothing for indices outside', () => {
  tf.tidy(() => {
    const ids = tf.tensor1d([1, 3, -1, 0], 'int32');
    const places = [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0];
    for (const dtype of ['int32', 'float32', 'bool'] as const) {
      const y = tf.oneHot(ids, 3, 1, 0, dtype);
      assert.equal(y.dtype, dtype);
      assert.deepEqual([...y.dataSync()], places);
    }
  });
});
