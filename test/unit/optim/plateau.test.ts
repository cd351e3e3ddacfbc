import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as optim from '#optim';
import type { PastEvaluation } from '#spec';
import * as parabola from '../../contract/parabola.ts';
import { vectors } from './papers-vectors.ts';

const evaluations = (values: readonly number[]): PastEvaluation[] =>
  values.map((validation, i) => ({ step: 10 * (i + 1), seconds: i, validation }));

for (const [i, { values, maximize, rates, ...options }] of vectors.plateaus.entries())
  test(`scripted evaluations ${i + 1} cut the rate where the authors’ loop does`, () => {
    const goal = maximize ? 'maximize' : 'minimize';
    for (const [k, want] of rates.entries()) {
      const got = optim.plateauFactor(evaluations(values.slice(0, k + 1)), goal, options);
      assert.ok(Math.abs(got - want) < 1e-7, `after evaluation ${k + 1}: ${got}, not ${want}`);
    }
    assert.ok(rates.at(-1)! < 1, 'this script cuts nothing');
  });

test('values that stand still are cut once more than `window` means are there, then every `quiet` evaluations', () => {
  const options = { window: 2, quiet: 3, threshold: 0.01, factor: 0.5 };
  const factors = Array.from({ length: 11 }, (_, count) =>
    optim.plateauFactor(evaluations(Array.from({ length: count }, () => 7)), 'minimize', options),
  );
  assert.deepEqual(factors, [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
});

test('a value that is no number counts as no gain', () => {
  const options = { window: 1, quiet: 1, threshold: 0.01, factor: 0.5 };
  const values = [1, 0.5, 0.2, NaN];
  assert.equal(optim.plateauFactor(evaluations(values), 'minimize', options), 0.5);
});

test('flat is the first late evaluation without a gain over a window', () => {
  const values = [1, 1, 1, 0.5, 0.4, 0.3, 0.299, 0.298, 0.298, 0.298];
  const flat = (after: number, window = 2) =>
    optim.flatSince(evaluations(values), 'minimize', { window, threshold: 0.01, after });
  assert.equal(flat(0), 30);
  assert.equal(flat(40), 80);
  assert.equal(flat(95), 100);
  assert.equal(flat(101), undefined);
  assert.equal(flat(0, 20), undefined);
});

test('a rate may depend on what the trial has seen', () => {
  const rule = optim.scaleBySeenRate(({ step, evaluations: seen }) => 2 + step + seen.length);
  const here = { ...parabola.here({}, 3), evaluations: evaluations([1, 2]) };
  assert.deepEqual(rule.linear!(here), { factor: -7 });
});
