import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { erf } from './cases/erf.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Function, float64 reference, range, and the largest relative error allowed. */
const cases = [
  { name: 'exp', f: tf.exp, reference: Math.exp, from: -87, to: 88.7, error: 1.3e-7 },
  { name: 'log', f: tf.log, reference: Math.log, from: 1e-30, to: 1e30, error: 1e-7 },
  { name: 'log near 1', f: tf.log, reference: Math.log, from: 0.5, to: 2, error: 1.3e-7 },
  { name: 'tanh', f: tf.tanh, reference: Math.tanh, from: -12, to: 12, error: 2e-7 },
  { name: 'sigmoid', f: tf.sigmoid, reference: sigmoid, from: -80, to: 80, error: 3e-7 },
  { name: 'softplus', f: tf.softplus, reference: softplus, from: -80, to: 80, error: 3e-7 },
  { name: 'erf', f: tf.erf, reference: erf, from: -5, to: 5, error: 2e-7 },
] as const;

for (const { name, f, reference, from, to, error } of cases) {
  test(`${name} is within ${error} of float64, relative, over [${from}, ${to}]`, () => {
    const count = 100_003;
    // Logarithmic steps where the range spans many powers of ten.
    const point = (i: number) =>
      to / from > 1e6
        ? from * (to / from) ** (i / (count - 1))
        : from + ((to - from) * i) / (count - 1);
    const x = Float32Array.from({ length: count }, (_, i) => point(i));
    const y = tf.tidy(() => f(tf.tensor1d(x)).dataSync());
    let worst = 0;
    for (let i = 0; i < count; i++) {
      const exact = reference(x[i]!);
      if (exact !== 0) worst = Math.max(worst, Math.abs(y[i]! - exact) / Math.abs(exact));
    }
    assert.ok(worst < error, `largest relative error ${worst}`);
  });
}

test('functions treat zero, infinity, NaN and what overflows as IEEE 754 says', () => {
  const at = (f: (x: tf.Tensor) => tf.Tensor, x: number[]) =>
    tf.tidy(() => [...f(tf.tensor1d(x)).dataSync()]);
  const { POSITIVE_INFINITY: inf } = Number;
  assert.deepEqual(at(tf.exp, [0, inf, -inf, NaN, 89, -90]), [1, inf, 0, NaN, inf, 0]);
  assert.deepEqual(at(tf.log, [1, 0, -1, inf, NaN]), [0, -inf, NaN, inf, NaN]);
  assert.deepEqual(at(tf.tanh, [0, inf, -inf, NaN, 50]), [0, 1, -1, NaN, 1]);
  assert.deepEqual(at(tf.sigmoid, [0, inf, -inf, NaN]), [0.5, 1, 0, NaN]);
  assert.deepEqual(at(tf.softplus, [inf, -inf, NaN, 100]), [inf, 0, NaN, 100]);
  assert.deepEqual(at(tf.erf, [0, inf, -inf, NaN]), [0, 1, -1, NaN]);
});

test('log of a denormal is exact', () => {
  const [y] = tf.tidy(() => tf.log(tf.tensor1d([1e-40])).dataSync());
  assert.ok(Math.abs(y! - Math.log(Math.fround(1e-40))) < 1e-5);
});
