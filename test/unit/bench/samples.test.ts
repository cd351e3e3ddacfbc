import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sampler } from '../../../harness/bench/sampler.ts';
import { bestRate, timingOf, type Sample } from '../../../harness/bench/samples.ts';

const at = (rate: number, ...times: number[]): Sample[] =>
  times.map((milliseconds) => ({ milliseconds, rate }));

test('Samples count from 93 % of the best rate on', () => {
  const samples = [...at(1000, 1, 2), ...at(930, 3), ...at(929, 100, 100)];
  assert.equal(bestRate(samples), 1000);
  assert.deepEqual(timingOf(samples), { median: 2, kept: 3, taken: 5, quiet: true });
});

test('A better rate seen elsewhere disqualifies samples', () => {
  const samples = [...at(1000, 1, 1, 1), ...at(1100, 5, 6, 7)];
  assert.equal(timingOf(samples, 1100).median, 6);
  assert.equal(timingOf(samples, 1000).median, 3);
});

test('With fewer than three kept samples all of them count, and the timing is not quiet', () => {
  const samples = [...at(1000, 1, 1), ...at(500, 9, 9, 9)];
  assert.deepEqual(timingOf(samples), { median: 9, kept: 2, taken: 5, quiet: false });
});

test('No samples give no median', () => {
  assert.deepEqual(timingOf([]), { median: NaN, kept: 0, taken: 0, quiet: false });
});

/** A sampler whose spins give these rates in turn, after 1000 while it calibrates. */
function samplerOf(rates: readonly number[]): Sampler {
  const [left, calibration] = [[...rates], 60];
  let spins = 0;
  let clock = 0;
  const spin = () => (spins++ < calibration ? 1000 : left.shift()!);
  return new Sampler({ spin, now: () => clock++ });
}

test('A sample carries the lower rate of the spins around it', () => {
  const sampler = samplerOf([990, 950, 940, 980]);
  assert.deepEqual(
    [sampler.sample(() => undefined), sampler.sample(() => undefined)],
    [
      { milliseconds: 1, rate: 950 },
      { milliseconds: 1, rate: 940 },
    ],
  );
});

test('A disturbed sample is taken again until one is undisturbed', () => {
  let calls = 0;
  const samples = samplerOf([1000, 500, 1000, 900, 1000, 1000]).insist(() => (calls += 1), 8);
  assert.deepEqual(
    samples.map(({ rate }) => rate),
    [500, 900, 1000],
  );
  assert.equal(calls, 3);
});

test('A core that stays disturbed ends after the allowed tries', () => {
  const samples = samplerOf([500, 500, 500, 500]).insist(() => undefined, 2);
  assert.equal(samples.length, 2);
});

test('The best rate grows when the core turns out to be faster', () => {
  const sampler = samplerOf([1200, 1100]);
  sampler.sample(() => undefined);
  assert.equal(sampler.best, 1200);
});
