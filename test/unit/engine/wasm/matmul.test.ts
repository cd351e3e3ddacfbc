import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, tensor } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

/** op(a) op(b) for one matrix each, in float64. */
function product(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  [m, n, k]: readonly [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let q = 0; q < k; q++) {
        const left = transposeA ? a[q * m + i]! : a[i * k + q]!;
        out[i * n + j]! += left * (transposeB ? b[j * k + q]! : b[q * n + j]!);
      }
    }
  }
  return out;
}

const sizes = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 16],
  [9, 33, 5],
  [65, 7, 130],
  [130, 9, 257],
  [5, 513, 3],
  [33, 1, 513],
] as const;

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    test(`matMul with transposes ${transposeA}, ${transposeB} equals a float64 loop at every edge size`, () => {
      for (const [m, n, k] of sizes) {
        tf.tidy(() => {
          const a = tensor(transposeA ? [k, m] : [m, k], 1) as tf.Tensor2D;
          const b = tensor(transposeB ? [n, k] : [k, n], 2) as tf.Tensor2D;
          const expected = product(a.dataSync(), b.dataSync(), [m, n, k], transposeA, transposeB);
          const actual = tf.matMul(a, b, transposeA, transposeB);
          assertClose(actual, expected, 2e-6, `${m}x${n}x${k}`);
        });
      }
    });
  }
}

test('matMul broadcasts batch dimensions, forward and backward', () => {
  const cases = [
    [[2, 3, 4, 5], [3, 5, 6]],
    [[4, 5], [2, 3, 5, 6]],
    [[2, 1, 4, 5], [1, 3, 5, 6]],
    [[3, 4, 5], [5, 6]],
  ] as const; // prettier-ignore
  for (const [shapeA, shapeB] of cases) {
    tf.tidy(() => {
      const a = tensor([...shapeA], 3);
      const b = tensor([...shapeB], 4);
      const weighted = (x: tf.Tensor, y: tf.Tensor) => {
        const z = tf.matMul(x, y);
        return z.mul(tensor(z.shape, 5)).sum();
      };
      // The same product with the broadcast written out as elementwise operations and sums.
      const spelled = (x: tf.Tensor, y: tf.Tensor) => {
        const z = x.expandDims(-1).mul(y.expandDims(-3)).sum(-2);
        return z.mul(tensor(z.shape, 5)).sum();
      };
      assertClose(weighted(a, b), spelled(a, b).dataSync(), 1e-5, 'value');
      const [da, db] = tf.grads(weighted)([a, b]);
      const [ea, eb] = tf.grads(spelled)([a, b]);
      assert.deepEqual(da!.shape, a.shape);
      assertClose(da!, ea!.dataSync(), 1e-5, 'gradient of a');
      assertClose(db!, eb!.dataSync(), 1e-5, 'gradient of b');
    });
  }
});

test('matMul over nothing is zero, and of nothing is empty', () => {
  tf.tidy(() => {
    const zero = tf.matMul(tf.zeros([3, 0]), tf.zeros([0, 2]));
    assert.deepEqual([...zero.dataSync()], [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(tf.matMul(tf.zeros([0, 4]), tf.zeros([4, 2])).shape, [0, 2]);
  });
});

test('NaN and infinity spread through matMul as arithmetic says', () => {
  tf.tidy(() => {
    const a = tf.tensor2d([NaN, 1, Infinity, 1], [2, 2]);
    const result = tf.matMul(a, tf.tensor2d([1, 2, 3, 4], [2, 2])).dataSync();
    assert.deepEqual([...result], [NaN, NaN, Infinity, Infinity]);
  });
});

test('fused matMul adds bias and activation', () => {
  tf.tidy(() => {
    const a = tensor([5, 7], 1) as tf.Tensor2D;
    const b = tensor([9, 7], 2) as tf.Tensor2D;
    const bias = tensor([9], 3) as tf.Tensor1D;
    const fused = tf.fused.matMul({ a, b, transposeB: true, bias, activation: 'relu' });
    const spelled = product(a.dataSync(), b.dataSync(), [5, 9, 7], false, true);
    const shift = bias.dataSync();
    assertClose(
      fused,
      spelled.map((v, i) => Math.max(0, v + shift[i % 9]!)),
      1e-6,
      'fused',
    );
  });
});
