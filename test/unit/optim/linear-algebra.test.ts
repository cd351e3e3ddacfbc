import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import { openEngine } from '../../../harness/engine/engine.ts';
import { matrixWith, norm, spectrum } from './known-matrix.ts';

before(async () => {
  await openEngine('wasm', { threads: 1 });
});

const batch = (...matrices: Float64Array[]): tf.Tensor => {
  const n = Math.sqrt(matrices[0]!.length);
  return tf.tensor(
    matrices.flatMap((matrix) => [...matrix]),
    [matrices.length, n, n],
  );
};
const identity = (n: number, count = 1) => tf.eye(n).expandDims(0).tile([count, 1, 1]);

/** The largest difference, relative to the largest number wanted. */
const errorOf = (got: tf.Tensor, want: Float64Array): number => {
  const values = got.dataSync();
  const [off, size] = [want.map((x, i) => Math.abs(x - values[i]!)), want.map(Math.abs)];
  return off.reduce((a, b) => Math.max(a, b)) / size.reduce((a, b) => Math.max(a, b));
};

/** With bounds that hold the error of rounding the matrix to float32 too, which is as large as the iteration's. */
const conditions = [
  [1e2, 2e-5],
  [1e4, 1e-3],
  [1e6, 4e-2],
  [1e9, 5e-2],
  ['rank one', 5e-2],
] as const;

for (const n of [1, 2, 7, 64, 256])
  test(`inverse roots of ${n} x ${n} matrices are those of float64 up to the stated error`, () => {
    for (const [condition, bound] of conditions) {
      const values = spectrum(n, condition);
      const ridged = values.map((value) => value + 1e-6 * norm(values));
      for (const p of n === 256 ? [4] : [2, 4, 6]) {
        const want = matrixWith(ridged.map((value) => value ** (-1 / p)));
        const got = optim.inverseRoot(batch(matrixWith(values)), p, identity(n));
        const error = errorOf(got, want);
        assert.ok(error < bound, `condition ${condition}, p ${p}: off by ${error}`);
      }
    }
  });

test('the scale of a matrix passes through its inverse root', () => {
  for (const scale of [1e-12, 1e8]) {
    const values = spectrum(5, 100).map((value) => value * scale);
    const ridged = values.map((value) => value + 1e-6 * norm(values));
    const got = optim.inverseRoot(batch(matrixWith(values)), 2, identity(5));
    assert.ok(errorOf(got, matrixWith(ridged.map((value) => value ** -0.5))) < 2e-5);
  }
});

test('where an inverse root fails the old one stays, matrix by matrix', () => {
  const good = matrixWith(spectrum(3, 10));
  const matrices = batch(
    good,
    new Float64Array(9),
    good.map(() => NaN),
    good,
  );
  const old = identity(3, 4).mul(7);
  const [first, zero, nan, last] = tf.unstack(optim.inverseRoot(matrices, 2, old));
  assert.deepEqual([...zero!.dataSync()], [7, 0, 0, 0, 7, 0, 0, 0, 7]);
  assert.deepEqual([...nan!.dataSync()], [7, 0, 0, 0, 7, 0, 0, 0, 7]);
  assert.deepEqual([...first!.dataSync()], [...last!.dataSync()]);
  assert.ok(first!.dataSync().every((x) => Math.abs(x) < 6));
});

test('roots of several batches are those of each alone, in order', () => {
  const wanted = [
    { matrix: batch(matrixWith(spectrum(3, 10))), p: 2, old: identity(3) },
    { matrix: batch(matrixWith(spectrum(2, 10))), p: 2, old: identity(2) },
    { matrix: batch(matrixWith(spectrum(3, 50))), p: 4, old: identity(3) },
    {
      matrix: batch(matrixWith(spectrum(3, 99)), matrixWith([1, 2, 3])),
      p: 2,
      old: identity(3, 2),
    },
  ];
  const together = optim.inverseRoots(wanted);
  for (const [i, { matrix, p, old }] of wanted.entries()) {
    const alone = optim.inverseRoot(matrix, p, old);
    assert.deepEqual(together[i]!.shape, alone.shape);
    const apart = together[i]!.sub(alone).abs().max().dataSync()[0]!;
    assert.ok(apart < 1e-6, `batch ${i} is ${apart} from what it is alone`);
  }
  assert.deepEqual(optim.inverseRoots([]), []);
});

/** What the iteration makes of a singular value of a matrix of norm 1, in float64. */
const polished = (value: number, rounds: number): number => {
  let x = value;
  for (let i = 0; i < rounds; i++) x = 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
  return x;
};

for (const [rows, columns] of [
  [6, 6],
  [6, 8],
  [8, 6],
  [6, 20],
  [20, 6],
  [1, 5],
  [1, 1],
] as const)
  test(`orthogonalizing ${rows} x ${columns} matrices treats singular values as the scalar rule does`, () => {
    const n = Math.min(rows, columns);
    const values = spectrum(n, 1e3).map((value) => 5 * value);
    const square = tf.tensor([...matrixWith(values)], [n, n]);
    const want = values.map((value) => 2 * polished(value / norm(values), 5));
    const more = tf.zeros(columns > rows ? [n, columns - n] : [rows - n, n]);
    const x = tf.concat([square, more], columns > rows ? 1 : 0);
    const got = optim.orthogonalize(tf.stack([x, x.mul(-3)]), { scale: 2 });
    assert.deepEqual(got.shape, [2, rows, columns]);
    const [first, second] = tf.unstack(got);
    const bound = Math.max(rows, columns) > 1.5 * n ? 1e-3 : 1e-5; // On the Gram matrix, or on X.
    const off = errorOf(first!.slice([0, 0], [n, n]), matrixWith(want));
    assert.ok(off < bound, `off by ${off}`);
    const apart = first!.add(second!).abs().max().dataSync()[0]!;
    assert.ok(apart < 2 * bound, `a matrix and -3 times it are ${apart} apart`);
    const scaled = optim.orthogonalize(x).mul(2).sub(first!).abs().max().dataSync()[0]!;
    assert.ok(scaled < bound, `the scale is off by ${scaled}`);
  });

test('rows are made orthonormal from the first on, also where they are nearly dependent', () => {
  for (const n of [1, 3, 16, 17, 100]) {
    const x = batch(matrixWith(spectrum(n, 1e5)), matrixWith(spectrum(n, 2)));
    const q = optim.orthonormalize(x);
    const away = q.matMul(q, false, true).sub(tf.eye(n)).abs().max().dataSync()[0]!;
    assert.ok(away < 2e-5, `${n} rows: ${away} from orthonormal`);
    const r = x.matMul(q, false, true); // lower triangular, with a positive diagonal
    assert.ok(
      r
        .sub(tf.linalg.bandPart(r, -1, 0))
        .abs()
        .max()
        .dataSync()[0]! < 1e-5,
    );
    assert.ok(r.mul(tf.eye(n)).sum(-1).min().dataSync()[0]! > 0);
  }
});

test('rounds of orthogonal iteration find eigenvectors, by descending eigenvalue', () => {
  const values = [0.01, 4, 0.3, 1, 0.05];
  const a = batch(matrixWith(values), matrixWith(values.map((value) => 1e-9 * value)));
  const basis = optim.eigenbasis(a, 30);
  const turned = basis.matMul(a).matMul(basis, false, true).dataSync();
  for (const [i, value] of [4, 1, 0.3, 0.05, 0.01].entries()) {
    assert.ok(Math.abs(turned[i * 6]! - value) < 1e-4);
    assert.ok(Math.abs(turned[25 + i * 6]! * 1e9 - value) < 1e-4);
  }
  const off = basis.matMul(a).matMul(basis, false, true).slice([0, 0, 0], [1, 5, 5]);
  assert.ok(
    off
      .sub(tf.linalg.bandPart(off, 0, 0))
      .abs()
      .max()
      .dataSync()[0]! < 1e-5,
  );
});

test('a factor of zeros leaves the basis, and says so by its order', () => {
  const basis = optim.orthonormalize(batch(matrixWith([3, 1, 2])));
  const next = optim.followEigenbasis(tf.zeros([1, 3, 3]), basis);
  assert.ok(tf.gather(basis, next.order, 1, 1).sub(next.basis).abs().max().dataSync()[0]! < 1e-6);
});
