import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import { refinedRates, runningMedian } from '../../../harness/optim/refine.ts';
import { start, here, row } from './papers-problem.ts';
import { largestDifference, vectors } from './papers-vectors.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const norms = [4, 2, 1, 1, 1, 1, 2, 0.5];

test('refined rates are those of the authors’ function on a short sequence', () => {
  const sgd = [0.073276, 0.284483, 1, 0.862069, 0.724138, 0.586207, 0.137931, 0];
  const adam = [0.318182, 0.590909, 1, 0.818182, 0.636364, 0.454545, 0.181818, 0];
  assert.ok(largestDifference(refinedRates(norms, { power: 2 }), sgd) < 1e-6);
  assert.ok(largestDifference(refinedRates(norms, { power: 1 }), adam) < 1e-6);
});

test('equal norms are refined to a line', () => {
  const line = Array.from({ length: 30 }, (_, t) => (29 - t) / 29);
  const flat = Array.from({ length: 30 }, () => 0.7);
  for (const power of [1, 2] as const)
    assert.ok(largestDifference(refinedRates(flat, { power }), line) < 1e-12);
});

test('refined rates of smoothed norms are those of the double loop', () => {
  const { norms, sgd, adam } = vectors.refined;
  assert.ok(largestDifference(refinedRates(norms, { power: 2 }), sgd) < 1e-7);
  assert.ok(largestDifference(refinedRates(norms, { power: 1 }), adam) < 1e-7);
});

test('a running median repeats the first value and reflects the last ones', () => {
  assert.deepEqual(runningMedian([5, 1, 2, 9, 3], 0.4), [5, 2, 2, 3, 9]);
  assert.deepEqual(runningMedian([5, 1, 2], 0), [5, 1, 2]);
});

test('a norm of zero and norms without an end are borne', () => {
  for (const odd of [[1, 0, 1, 1, 1], [0, 0, 0], [1]])
    assert.ok(
      refinedRates(odd, { power: 1, smoothing: 0 }).every((rate) => rate >= 0 && rate <= 1),
    );
});

test('while training, equal norms give a line from the peak', () => {
  const identity = optim.stateless((updates) => updates);
  const rule = optim.refinedRate(identity, { peak: 0.5, totalSteps: 40, warmupSteps: 0 });
  const params = start();
  const ones = optim.map((x) => tf.onesLike(x), params);
  let state = rule.init(params);
  for (let step = 0; step <= 41; step++) {
    const [updates, next] = rule.update(ones, state, here(params, step));
    state = next;
    const want = (-0.5 * Math.max(40 - step, 0)) / 41;
    assert.ok(Math.abs(row(updates)[0]! - want) < 1e-6, `step ${step}: ${row(updates)[0]!}`);
  }
});

test('while training, gradients that vanish raise the rate at most tenfold', () => {
  const identity = optim.stateless((updates) => updates);
  const rule = optim.refinedRate(identity, { peak: 1, totalSteps: 1000, warmupSteps: 2 });
  const params = start();
  let state = rule.init(params);
  let last = 0;
  for (let step = 0; step < 50; step++) {
    const grads = optim.map((x) => tf.fill(x.shape, 0.3 ** step), params);
    const [updates, next] = rule.update(grads, state, here(params, step));
    state = next;
    last = row(updates)[0]! / 0.3 ** step;
  }
  assert.ok(last < -5 && last >= -10, `the rate is ${-last}`);
});
