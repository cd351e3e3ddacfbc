import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Params } from '#spec';

before(async () => {
  await tf.setBackend('cpu');
});

const counted = (shape: number[]): tf.Tensor => {
  const size = tf.util.sizeFromShape(shape);
  return tf.range(0, Math.max(size, 1)).reshape(shape);
};
const params = (): Params => ({
  number: counted([]),
  vector: counted([7]),
  matrix: counted([5, 4]),
  like: counted([5, 4]),
  filter: counted([3, 3, 2, 4]),
});
const shapes = (batches: optim.Batches) =>
  Object.fromEntries(Object.entries(batches).map(([key, { shape }]) => [key, shape]));

test('parameters of one shape become one batch, filters matrices, vectors rows', () => {
  assert.deepEqual(shapes(optim.cut(params()).batches), {
    '1 x 1': [1, 1, 1],
    '1 x 7': [1, 1, 7],
    '5 x 4': [2, 5, 4],
    '18 x 4': [1, 18, 4],
  });
});

test('long dimensions are cut into nearly equal pieces, small parameters become one row', () => {
  assert.deepEqual(shapes(optim.cut({ x: counted([7, 5]) }, { block: 3 }).batches), {
    '2 x 2': [2, 2, 2],
    '2 x 3': [2, 2, 3],
    '3 x 2': [1, 3, 2],
    '3 x 3': [1, 3, 3],
  });
  assert.deepEqual(shapes(optim.cut({ x: counted([7, 5]) }, { merge: 35 }).batches), {
    '1 x 35': [1, 1, 35],
  });
  assert.deepEqual(optim.matrixShape([7, 5], 34), [7, 5]);
});

test('joining gives back what was cut', () => {
  for (const options of [{}, { block: 2 }, { block: 3, merge: 8 }, { block: 100, merge: 100 }]) {
    const { batches, join } = optim.cut(params(), options);
    const back = join(optim.scale(batches, 2));
    assert.deepEqual(Object.keys(back), Object.keys(params()));
    for (const [path, x] of Object.entries(params())) {
      assert.deepEqual(back[path]!.shape, x.shape);
      assert.deepEqual([...back[path]!.dataSync()], [...x.mul(2).dataSync()]);
    }
  }
});

test('no parameters make no batches', () => {
  const { batches, join } = optim.cut({});
  assert.deepEqual(batches, {});
  assert.deepEqual(join({}), {});
});
