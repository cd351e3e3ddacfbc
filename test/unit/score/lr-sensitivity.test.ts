import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lrSensitivity, sensitivityGrid } from '../../../harness/score/lr-sensitivity.ts';

const at = (...ends: number[]) =>
  ends.map((end, i) => ({ learningRate: sensitivityGrid[i]!, end }));

test('a table worked out by hand: the mean distance to the best, with the start as the bound', () => {
  // Bounded by the start, 10: 6, 4, 10 and 10; less the best, 4: 2, 0, 6, 6.
  const found = lrSensitivity(at(6, 4, 12, NaN), 10);
  assert.deepEqual(found, { area: 14 / 4, share: 14 / 24, best: 1e-3 });
});

test('a flat curve has no sensitivity', () => {
  assert.deepEqual(lrSensitivity(at(2, 2, 2), 5), { area: 0, share: 0, best: 3e-4 });
});

test('a metric to be raised is the mirror of a loss', () => {
  const loss = lrSensitivity(at(0.6, 0.2, 0.9, Infinity), 0.7);
  const metric = lrSensitivity(at(0.4, 0.8, 0.1, -Infinity), 0.3, 'maximize');
  assert.ok(Math.abs(loss.area - metric.area) < 1e-12);
  assert.ok(Math.abs(loss.share! - metric.share!) < 1e-12);
  assert.equal(metric.best, loss.best);
});

test('units cancel in the share', () => {
  const once = lrSensitivity(at(6, 4, 9), 10);
  const scaled = lrSensitivity(at(60, 40, 90), 100);
  assert.ok(Math.abs(scaled.area - 10 * once.area) < 1e-12);
  assert.ok(Math.abs(scaled.share! - once.share!) < 1e-12);
});

test('where no rate improves on the start there is neither a share nor a best rate', () => {
  assert.deepEqual(lrSensitivity(at(5, NaN, 7), 5), { area: 0 });
});

test('what is no table or no start is refused', () => {
  assert.throws(() => lrSensitivity([], 1), /no results/);
  assert.throws(() => lrSensitivity(at(1), NaN), /before training is NaN/);
});
