import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, values } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const run = (name: string, inputs: tf.NamedTensorMap): tf.Tensor[] =>
  tf.engine().runKernel<tf.Tensor[]>(name, inputs, {});

const sum = (count: number, f: (i: number) => number): number =>
  Array.from({ length: count }, (_, i) => f(i)).reduce((total, x) => total + x, 0);

const shapes: readonly (readonly [number[], number, number])[] = [
  [[1], 1, 1],
  [[5], 3, 2],
  [[4, 7], 9, 13],
  [[2, 3, 11], 5, 33],
  [[130], 65, 18],
  [[3], 300, 520],
  [[0], 4, 3],
];

for (const [rowShape, inputs, outputs] of shapes)
  test(`dense, [${rowShape.join()}] rows of ${inputs} to ${outputs}: values and gradients equal float64 sums`, () => {
    const rows = tf.util.sizeFromShape(rowShape);
    const [x, w] = [values(rows * inputs, 1), values(inputs * outputs, 2)];
    const [b, d] = [values(outputs, 3), values(rows * outputs, 4)];
    const given = {
      x: tf.tensor(x, [...rowShape, inputs]),
      kernel: tf.tensor2d(w, [inputs, outputs]),
      bias: tf.tensor1d(b),
    };
    const dy = tf.tensor(d, [...rowShape, outputs]);
    const y = Array.from({ length: rows * outputs }, (_, at) => {
      const [r, o] = [Math.floor(at / outputs), at % outputs];
      return b[o]! + sum(inputs, (i) => x[r * inputs + i]! * w[i * outputs + o]!);
    });
    const [value] = run('TtrDense', given);
    assert.deepEqual(value!.shape, [...rowShape, outputs]);
    assertClose(value!, y, 1e-5, 'value');
    const dx = Array.from({ length: rows * inputs }, (_, at) => {
      const [r, i] = [Math.floor(at / inputs), at % inputs];
      return sum(outputs, (o) => d[r * outputs + o]! * w[i * outputs + o]!);
    });
    const dw = Array.from({ length: inputs * outputs }, (_, at) => {
      const [i, o] = [Math.floor(at / outputs), at % outputs];
      return sum(rows, (r) => x[r * inputs + i]! * d[r * outputs + o]!);
    });
    const db = Array.from({ length: outputs }, (_, o) => sum(rows, (r) => d[r * outputs + o]!));
    const slopes = run('TtrDenseGrad', { ...given, dy });
    for (const [i, expected] of [dx, dw, db].entries())
      assertClose(slopes[i]!, expected, 1e-5, `gradient ${i}`);
  });

test('dense gives the bits of a product and a sum, and NaN and Infinity pass through it', () => {
  const x = tf.tensor2d(values(7 * 5, 1), [7, 5]);
  const kernel = tf.tensor2d(values(5 * 6, 2), [5, 6]);
  const bias = tf.tensor1d([...values(4, 3), NaN, Infinity]);
  const [y] = run('TtrDense', { x, kernel, bias });
  assert.deepEqual(y!.dataSync(), tf.add(tf.matMul(x, kernel), bias).dataSync());
  const [plain] = run('TtrDense', { x, kernel });
  assert.deepEqual(plain!.dataSync(), tf.matMul(x, kernel).dataSync());
  assert.equal(run('TtrDenseGrad', { x, kernel, dy: y! }).length, 2);
});

test('dense refuses operands that do not fit', () => {
  const kernel = tf.zeros([3, 2]);
  assert.throws(
    () => run('TtrDense', { x: tf.zeros([4, 5]), kernel }),
    /float32 \[4,5\].*\[3,2\]/u,
  );
  assert.throws(() => run('TtrDense', { x: tf.zeros([4, 3], 'int32'), kernel }), /int32 \[4,3\]/u);
  assert.throws(
    () => run('TtrDense', { x: tf.zeros([4, 3]), kernel, bias: tf.zeros([3]) }),
    /bias of 3/u,
  );
});
