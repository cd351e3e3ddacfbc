import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateRate } from '../../../harness/optim/candidates.ts';
import { diverged, fitExponential, forecastLoss } from '../../../harness/optim/forecast-loss.ts';
import { leastSquares, solve } from '../../../harness/optim/least-squares.ts';
import { vectors } from './papers-vectors.ts';

test('an exponential is recovered from its exact values', () => {
  for (const truth of [
    { a: 2, b: -0.05, c: 0.7 },
    { a: -3, b: -0.4, c: 5 },
    { a: 0.1, b: -0.01, c: 0 },
  ]) {
    const series = Array.from({ length: 40 }, (_, x) => ({
      x,
      y: truth.a * Math.exp(truth.b * x) + truth.c,
    }));
    const { a, b, c } = fitExponential(series);
    const off = Math.max(Math.abs(a - truth.a), Math.abs(b - truth.b), Math.abs(c - truth.c));
    assert.ok(off < 1e-5, `off by ${off}`);
  }
});

for (const [name, { losses, at, forecast }] of Object.entries(vectors.forecasts))
  test(`the forecast of a ${name} series is that of NumPy’s fit`, () => {
    const got = forecastLoss(losses, at);
    assert.ok(Math.abs(got - forecast) < 1e-5, `${got}, not ${forecast}`);
  });

test('a series that is not finite is forecast as diverged, one without an end at its last values', () => {
  assert.equal(forecastLoss([1, NaN, 2], 10), diverged);
  assert.equal(forecastLoss([1, Infinity], 10), diverged);
  assert.equal(forecastLoss([], 10), diverged);
  assert.equal(forecastLoss([2, 2, 2, 2, 2, 2], 10), 2);
  const few = forecastLoss([3, 2], 100);
  assert.ok(few >= 1 && few <= 3);
});

test('a forecast stays within the series’ range of its least and largest value', () => {
  const falling = Array.from({ length: 12 }, (_, x) => 5 - 0.1 * x);
  const value = forecastLoss(falling, 1e4);
  assert.ok(value >= 3.9 - 1.1 - 1e-9 && value <= 5, `${value}`);
});

test('small systems and least squares are solved, with a zero pivot too', () => {
  assert.deepEqual(solve([[0, 2], [4, 1]], [2, 9]), [2, 1]); // prettier-ignore
  const line = leastSquares([() => 1, (x) => x], [0, 1, 2, 3], [1, 3, 5, 7]);
  assert.ok(Math.abs(line[0]! - 1) + Math.abs(line[1]! - 2) < 1e-12);
});

test('candidates are an even grid in the logarithm, another one in every round', () => {
  const grid = { count: 4, low: 1e-4, high: 1 };
  const logs = (round: number) =>
    [0, 1, 2, 3].map((i) => Math.log10(candidateRate(i, { ...grid, round })) + 4);
  assert.deepEqual(
    logs(0).map((x) => +x.toFixed(9)),
    [0.5, 1.5, 2.5, 3.5],
  );
  assert.deepEqual(
    logs(1).map((x) => +x.toFixed(9)),
    [0.25, 1.25, 2.25, 3.25],
  );
  assert.deepEqual(
    logs(2).map((x) => +x.toFixed(9)),
    [0.75, 1.75, 2.75, 3.75],
  );
});
