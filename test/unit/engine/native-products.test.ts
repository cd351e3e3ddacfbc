import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { checkLayer, draw, relativeError } from './float64.ts';

const found = nativeState('tensorflow');
const skip =
  found.state === 'absent'
    ? `the native engine is not there: ${found.detail}`
    : found.ownOps === undefined && 'its fused operations are not built';

/** a [m, k] times b [k, n], with either turned first. */
function product(a: (i: number, p: number) => number, b: (p: number, j: number) => number) {
  return (m: number, n: number, k: number): number[] =>
    Array.from({ length: m * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a(i, p) * b(p, j);
      return sum;
    });
}

const kernel = (name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}) => {
  const made: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attrs);
  return Array.isArray(made) ? made : [made];
};

describe('Products, rows and updates of the native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  // Around the tile of registers (12 x 32) and the blocks of 256 and 512.
  for (const [m, k, n] of [
    [1, 1, 1],
    [2, 3, 5],
    [12, 256, 32],
    [13, 257, 33],
    [11, 40, 31],
    [14, 300, 520],
    [3, 700, 1030],
  ] as const) {
    test(`TtrDense and its gradients: ${m} rows, ${k} inputs, ${n} outputs`, () => {
      const [x, w, bias, dy] = [
        draw(m * k, 1),
        draw(k * n, 1, 2),
        draw(n, 1, 3),
        draw(m * n, 1, 4),
      ];
      const given = {
        x: tf.tensor(x, [1, m, k]),
        kernel: tf.tensor2d(w, [k, n]),
        bias: tf.tensor1d(bias),
      };
      const [y] = kernel('TtrDense', given);
      assert.deepEqual(y!.shape, [1, m, n]);
      const rows = product(
        (i, p) => x[i * k + p]!,
        (p, j) => w[p * n + j]!,
      )(m, n, k);
      const close = (got: tf.Tensor, want: number[]) => {
        assert.ok(relativeError(got.dataSync(), want) < 2e-6);
      };
      close(
        y!,
        rows.map((value, at) => value + bias[at % n]!),
      );
      const [dx, dkernel, dbias] = kernel('TtrDenseGrad', {
        ...given,
        dy: tf.tensor(dy, [1, m, n]),
      });
      assert.deepEqual(dx!.shape, [1, m, k]);
      const back = product(
        (i, j) => dy[i * n + j]!,
        (j, p) => w[p * n + j]!,
      );
      close(dx!, back(m, k, n));
      const weights = product(
        (p, i) => x[i * k + p]!,
        (i, j) => dy[i * n + j]!,
      );
      close(dkernel!, weights(k, n, m));
      const column = (j: number) => dy.filter((_, at) => at % n === j).reduce((a, b) => a + b, 0);
      close(
        dbias!,
        bias.map((_, j) => column(j)),
      );
    });
  }

  test('TtrDense without bias has two gradients, and NaN passes through it', () => {
    const given = { x: tf.tensor2d([1, NaN], [1, 2]), kernel: tf.tensor2d([1, 2], [2, 1]) };
    const [y] = kernel('TtrDense', given);
    assert.ok(Number.isNaN(y!.dataSync()[0]));
    assert.equal(kernel('TtrDenseGrad', { ...given, dy: tf.tensor2d([1], [1, 1]) }).length, 2);
  });

  test('TtrInstanceNorm, TtrGeluExact and TtrSigmoidCrossEntropy', () => {
    const x = draw(2 * 3 * 2 * 3, 2);
    const given = {
      x: [[2, 3, 2, 3], x],
      scale: [[3], [1, 2, -1]],
      bias: [[3], [0, 1, 2]],
    } as const;
    const attrs = { epsilon: 1e-3 };
    checkLayer('TtrInstanceNorm', given, ['x', 'scale', 'bias'], attrs, ({ x, scale, bias }) =>
      x!.map((value, at) => {
        const [image, channel] = [Math.floor(at / 18), at % 3];
        const own = x!.slice(18 * image, 18 * image + 18).filter((_, i) => i % 3 === channel);
        const mean = own.reduce((a, b) => a + b) / 6;
        const variance = own.reduce((a, b) => a + (b - mean) ** 2, 0) / 6;
        return ((value - mean) / Math.sqrt(variance + 1e-3)) * scale![channel]! + bias![channel]!;
      }),
    );
    const labels = draw(20, 0.5).map((label) => label + 0.5);
    const logits = [...draw(18, 6), 40, -40];
    const pair = { logits: [[20], logits], labels: [[20], labels] } as const;
    checkLayer('TtrSigmoidCrossEntropy', pair, ['logits'], {}, ({ logits, labels }) =>
      logits!.map((z, i) => Math.max(z, 0) - z * labels![i]! + Math.log1p(Math.exp(-Math.abs(z)))),
    );
  });

  test('Rows of a table, their sums by id, and the gradients of both', () => {
    const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const ids = tf.tensor2d([2, 0, 2, 1], [2, 2], 'int32');
    const rows = [
      [
        [5, 6],
        [1, 2],
      ],
      [
        [5, 6],
        [3, 4],
      ],
    ];
    assert.deepEqual(tf.gather(table, ids).arraySync(), rows);
    const counts = tf.grad((t) => tf.sum(tf.gather(t, ids)))(table);
    assert.deepEqual(counts.arraySync(), [
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    assert.throws(() => tf.gather(table, tf.tensor1d([3], 'int32')), /id 3 is not in \[0, 3\)/);
    const columns = tf.gather(table, tf.tensor1d([1, 1], 'int32'), 1);
    assert.deepEqual(columns.arraySync(), [
      [2, 2],
      [4, 4],
      [6, 6],
    ]);
    const along = tf.grad((t) => tf.sum(tf.gather(t, tf.tensor1d([1, 1], 'int32'), 1)))(table);
    assert.deepEqual(along.arraySync(), [
      [0, 2],
      [0, 2],
      [0, 2],
    ]);

    const owners = tf.tensor1d([1, -1, 1], 'int32');
    assert.deepEqual(tf.unsortedSegmentSum(table, owners, 2).arraySync(), [
      [0, 0],
      [6, 8],
    ]);
    const weights = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const slope = tf.grad((t) => tf.sum(tf.mul(tf.unsortedSegmentSum(t, owners, 2), weights)));
    assert.deepEqual(slope(table).arraySync(), [
      [3, 4],
      [0, 0],
      [3, 4],
    ]);
  });

  test('Attention heads are split and joined as tf.transpose says', () => {
    const x = tf.tensor4d(draw(2 * 3 * 4 * 5, 1), [2, 3, 4, 5]);
    const there = tf.transpose(x, [0, 2, 1, 3]);
    assert.deepEqual(there.shape, [2, 4, 3, 5]);
    assert.deepEqual(
      there.slice([1, 3, 2, 4], [1, 1, 1, 1]).dataSync(),
      x.slice([1, 2, 3, 4], [1, 1, 1, 1]).dataSync(),
    );
    assert.deepEqual(tf.transpose(there, [0, 2, 1, 3]).dataSync(), x.dataSync());
  });

  test('An update of all parameters at once equals those of each', () => {
    const shapes = [[7], [3, 5], [1]];
    const lists = ['gradient', 'm', 'v'].map((_, list) =>
      shapes.map((shape, i) =>
        tf.abs(tf.tensor(draw(tf.util.sizeFromShape(shape), 1, 10 * list + i), shape)),
      ),
    );
    const attrs = { b1: 0.9, b2: 0.99, c1: 0.2, c2: 0.03, eps: 1e-8, nesterov: false };
    const all = kernel('TtrAdamAll', Object.fromEntries(lists.flat().entries()), attrs);
    assert.equal(all.length, 9);
    for (const [i, shape] of shapes.entries()) {
      const [gradient, m, v] = lists.map((list) => list[i]!) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const each = kernel('TtrAdam', { gradient, m, v }, attrs);
      for (const [k, one] of each.entries()) {
        assert.deepEqual(all[3 * k + i]!.shape, shape);
        assert.deepEqual(all[3 * k + i]!.dataSync(), one.dataSync());
      }
    }
  });
});
