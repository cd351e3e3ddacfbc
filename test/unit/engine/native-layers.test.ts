import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { joinRows } from '../../../harness/nn/join-rows.ts';
import { checkLayer, draw, sum } from './float64.ts';

const found = nativeState('tensorflow');
const skip =
  found.state === 'absent'
    ? `the native engine is not there: ${found.detail}`
    : found.ownOps === undefined && 'its fused operations are not built';

const rowsOf = (x: readonly number[], width: number): number[][] =>
  Array.from({ length: x.length / width }, (_, i) => x.slice(i * width, (i + 1) * width));

describe('Layers that several operations were, on the native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  // Around the tile of registers (12 x 32), and with sums in more than one block of 256.
  for (const [rows, inputs, outputs] of [
    [1, 3, 2],
    [13, 5, 33],
    [2, 300, 3],
  ] as const) {
    test(`TtrDenseRelu of ${rows} x ${inputs} to ${outputs}`, () => {
      const given = {
        x: [[rows, inputs], draw(rows * inputs, 1)],
        kernel: [[inputs, outputs], draw(inputs * outputs, 1, 2)],
        bias: [[outputs], draw(outputs, 1, 3)],
      } as const;
      checkLayer('TtrDenseRelu', given, ['x', 'kernel', 'bias'], {}, ({ x, kernel, bias }) =>
        rowsOf(x!, inputs).flatMap((row) =>
          bias!.map((start, o) =>
            Math.max(0, start + sum(row.map((value, i) => value * kernel![i * outputs + o]!))),
          ),
        ),
      );
    });
  }

  test('TtrDenseRelu lets NaN through', () => {
    const [x, kernel] = [tf.tensor2d([[NaN], [1]]), tf.tensor2d([[-1]])];
    const [y] = tf.engine().runKernel<tf.Tensor[]>('TtrDenseRelu', { x, kernel });
    assert.deepEqual([...y!.dataSync()], [NaN, 0]);
  });

  for (const [batch, vectors, depth] of [
    [1, 1, 3],
    [3, 5, 4],
    [2, 17, 16],
  ] as const) {
    test(`TtrPairProducts of ${batch} x ${vectors} x ${depth}`, () => {
      const given = {
        x: [[batch, vectors, depth], draw(batch * vectors * depth, 1)],
      } as const;
      checkLayer('TtrPairProducts', given, ['x'], {}, ({ x }) =>
        rowsOf(x!, vectors * depth).flatMap((example) => {
          const all = rowsOf(example, depth);
          return all.flatMap((a, i) =>
            all.slice(i).map((b) => sum(a.map((value, d) => value * b[d]!))),
          );
        }),
      );
    });
  }

  test('TtrJoinRows puts rows, picked rows and sums of rows side by side', () => {
    const [picked, summed, again] = [
      [2, 0, 2, 1],
      [3, 0, -1],
      [1, 1, 4],
    ];
    const given = {
      table0: [[4, 2], draw(8, 1)],
      table1: [[3, 5], draw(15, 1, 2)],
      ids0: [[4], picked, 'int32'],
      ids1: [[3], summed, 'int32'],
      ids2: [[3], again, 'int32'],
    } as const;
    // Rows, tables; then table, list of ids and way of each block.
    const plan = [4, 2, 1, 0, 1, 0, 0, 0, 1, 1, 2, 1, 2, 2];
    checkLayer('TtrJoinRows', given, ['table0', 'table1'], { plan }, ({ table0, table1 }) => {
      const [own, other] = [rowsOf(table0!, 2), rowsOf(table1!, 5)];
      const sums = (ids: number[], i: number) =>
        other[0]!.map((_, c) => sum(other.map((row, j) => (ids[j] === i ? row[c]! : 0))));
      return own.flatMap((row, i) => [
        ...other[picked[i]!]!,
        ...row,
        ...sums(summed, i),
        ...sums(again, i),
      ]);
    });
  });

  test('a row that is not there is an error that names it', () => {
    const x = tf.zeros([3, 2]);
    assert.throws(
      () => joinRows(1, [{ x, rows: tf.tensor1d([3], 'int32') }]).dataSync(),
      /row 3 is not in \[0, 3\)/,
    );
  });
});
