import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { tensor } from './close.ts';
import { assertEach, reader } from './elements.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const shapes = [
  [7],
  [5, 9],
  [37, 41],
  [2, 3, 4],
  [3, 1, 5, 2],
  [2, 3, 2, 5, 3],
  [2, 1, 3, 2, 2, 3],
];

/** All orders of 0..n-1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, i) => rest.toSpliced(i, 0, n - 1)),
  );
}

test('transpose moves every element, for every order of up to 5 axes', () => {
  for (const shape of shapes.filter((s) => s.length <= 5)) {
    tf.tidy(() => {
      const x = tensor(shape);
      const read = reader(x);
      for (const order of orders(shape.length)) {
        const target = order.map((d) => shape[d]!);
        assertEach(tf.transpose(x, order), target, (at) =>
          read(shape.map((_, d) => at[order.indexOf(d)]!)),
        );
      }
    });
  }
});

test('slice and its gradient take and give back a block', () => {
  for (const shape of shapes) {
    tf.tidy(() => {
      const x = tensor(shape);
      const begin = shape.map((n) => Math.floor(n / 3));
      const sizes = shape.map((n, d) => Math.max(1, n - begin[d]! - (d % 2)));
      const read = reader(x);
      assertEach(tf.slice(x, begin, sizes), sizes, (at) => read(at.map((c, d) => c + begin[d]!)));
      const dy = tensor(sizes, 2);
      const given = reader(dy);
      assertEach(tf.grad((t) => tf.slice(t, begin, sizes))(x, dy), shape, (at) => {
        const from = at.map((c, d) => c - begin[d]!);
        return from.every((c, d) => c >= 0 && c < sizes[d]!) ? given(from) : 0;
      });
    });
  }
});

test('reverse, tile and pad mean what they say along every axis', () => {
  for (const shape of shapes) {
    tf.tidy(() => {
      const x = tensor(shape);
      const read = reader(x);
      const last = shape.length - 1;
      assertEach(tf.reverse(x, [0, last]), shape, (at) =>
        read(at.map((c, d) => (d === 0 || d === last ? shape[d]! - 1 - c : c))),
      );
      const reps = shape.map((_, d) => (d % 2) + 2);
      const tiled = shape.map((n, d) => n * reps[d]!);
      assertEach(tf.tile(x, reps), tiled, (at) => read(at.map((c, d) => c % shape[d]!)));
      if (shape.length > 4) return;
      const padded = shape.map((n, d) => n + d + 1);
      assertEach(
        tf.pad(
          x,
          shape.map((_, d) => [d, 1]),
          -2,
        ),
        padded,
        (at) => {
          const from = at.map((c, d) => c - d);
          return from.every((c, d) => c >= 0 && c < shape[d]!) ? read(from) : -2;
        },
      );
    });
  }
});

test('mirror padding reflects with and without the edge', () => {
  for (const [mode, skip] of [
    ['reflect', 1],
    ['symmetric', 0],
  ] as const) {
    tf.tidy(() => {
      const x = tensor([4, 5, 3]);
      const read = reader(x);
      const fold = (c: number, n: number) =>
        c < 0 ? -c - 1 + skip : c >= n ? 2 * n - 1 - c - skip : c;
      assertEach(
        tf.mirrorPad(
          x,
          [
            [1, 2],
            [0, 1],
            [2, 0],
          ],
          mode,
        ),
        [7, 6, 5],
        (at) => read([fold(at[0]! - 1, 4), fold(at[1]!, 5), fold(at[2]! - 2, 3)]),
      );
    });
  }
});

test('concat, stack, split and unstack are inverses, with gradients', () => {
  for (const axis of [0, 1, 2]) {
    tf.tidy(() => {
      const shape = [4, 6, 5];
      const x = tensor(shape);
      const whole = [...x.dataSync()];
      const length = shape[axis]!;
      assert.deepEqual(
        [...tf.concat(tf.split(x, [1, length - 3, 2], axis), axis).dataSync()],
        whole,
      );
      assert.deepEqual([...tf.stack(tf.unstack(x, axis), axis).dataSync()], whole);
      const weights = tensor(shape, 3);
      const loss = (t: tf.Tensor) =>
        tf
          .concat(tf.split(t, [1, length - 1], axis), axis)
          .mul(weights)
          .sum();
      assert.deepEqual([...tf.grad(loss)(x).dataSync()], [...weights.dataSync()]);
      const stacked = (t: tf.Tensor) => tf.stack(tf.unstack(t, axis), axis).mul(weights).sum();
      assert.deepEqual([...tf.grad(stacked)(x).dataSync()], [...weights.dataSync()]);
    });
  }
});

test('concat takes empty parts and int32', () => {
  tf.tidy(() => {
    const joined = tf.concat([tf.zeros([0, 2], 'int32'), tf.tensor2d([1, 2], [1, 2], 'int32')], 0);
    assert.equal(joined.dtype, 'int32');
    assert.deepEqual([...joined.dataSync()], [1, 2]);
  });
});

test('broadcastTo repeats, and its gradient sums', () => {
  tf.tidy(() => {
    const x = tensor([3, 1, 2]);
    const read = reader(x);
    assertEach(tf.broadcastTo(x, [4, 3, 5, 2]), [4, 3, 5, 2], (at) => read([at[1]!, 0, at[3]!]));
    const d = tf.grad((t) => tf.broadcastTo(t, [4, 3, 5, 2]))(x, tf.ones([4, 3, 5, 2]));
    assert.deepEqual([...d.dataSync()], new Array(6).fill(20));
  });
});

test('strided slices step forward and backward', () => {
  tf.tidy(() => {
    const x = tensor([9, 7]);
    const read = reader(x);
    assertEach(tf.stridedSlice(x, [1, 0], [9, 7], [3, 2]), [3, 4], (at) =>
      read([1 + 3 * at[0]!, 2 * at[1]!]),
    );
    assertEach(tf.stridedSlice(x, [8, 6], [0, 0], [-2, -3]), [4, 2], (at) =>
      read([8 - 2 * at[0]!, 6 - 3 * at[1]!]),
    );
  });
});

test('spaceToBatch and batchToSpace are inverses and place blocks as defined', () => {
  tf.tidy(() => {
    const x = tensor([2, 4, 6, 3]) as tf.Tensor4D;
    const read = reader(x);
    const y = tf.spaceToBatchND(
      x,
      [2, 3],
      [
        [0, 0],
        [0, 0],
      ],
    );
    assertEach(y, [12, 2, 2, 3], (at) => {
      const block = Math.floor(at[0]! / 2);
      return read([
        at[0]! % 2,
        at[1]! * 2 + Math.floor(block / 3),
        at[2]! * 3 + (block % 3),
        at[3]!,
      ]);
    });
    assert.deepEqual(
      [
        ...tf
          .batchToSpaceND(
            y,
            [2, 3],
            [
              [0, 0],
              [0, 0],
            ],
          )
          .dataSync(),
      ],
      [...x.dataSync()],
    );
    const padded = tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [1, 1],
        [0, 2],
      ],
    );
    assert.deepEqual(
      [
        ...tf
          .batchToSpaceND(
            padded,
            [2, 2],
            [
              [1, 1],
              [0, 2],
            ],
          )
          .dataSync(),
      ],
      [...x.dataSync()],
    );
  });
});

test('depthToSpace puts channels side by side', () => {
  tf.tidy(() => {
    const x = tensor([2, 3, 2, 12]) as tf.Tensor4D;
    const read = reader(x);
    assertEach(tf.depthToSpace(x, 2), [2, 6, 4, 3], (at) => {
      const [row, column] = [Math.floor(at[1]! / 2), Math.floor(at[2]! / 2)];
      return read([at[0]!, row, column, (at[1]! % 2) * 6 + (at[2]! % 2) * 3 + at[3]!]);
    });
  });
});
