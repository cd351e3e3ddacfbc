import assert from 'node:assert/strict';
import test from 'node:test';
import { median } from '../../../harness/score/median.ts';
import { resample } from '../../../harness/score/bootstrap.ts';
import { pairsOf } from '../../../harness/score/pairs.ts';
import type { Pair } from '../../../harness/score/summary.ts';

/** The first against the second; study seconds by workload. */
function pairOf(a: number[][], b: number[][], noiseFloor?: number): Pair {
  const workloads = a.map((_, base) => ({ name: `w${base}`, base }));
  const field = { submissions: ['a', 'b'], workloads, bases: workloads.length };
  const seconds = [...a, ...b];
  return pairsOf(
    {
      field,
      seconds,
      times: Float64Array.from(seconds, median),
      resamples: resample(field, seconds, 500, 0),
      rule: { rMax: 4 },
    },
    [0, 1],
    noiseFloor,
  )[0]!;
}

const studies = (seconds: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => seconds + i / 10);
const on = <T>(workloads: number, cell: T): T[] => Array.from({ length: workloads }, () => cell);
const missed = (count: number): number[] => on(count, Infinity);

test('three studies against three on one workload are too few to tell, however far apart', () => {
  const pair = pairOf([studies(10, 3)], [studies(100, 3)]);
  assert.equal(pair.verdict, 'too-few-runs');
  assert.ok(pair.probabilityFaster.kind === 'known' && pair.probabilityFaster.value <= 0.95);
  assert.ok(pair.exact.kind === 'known' && Math.abs(pair.exact.p - 0.1) < 1e-12);
});

test('four against four on one workload, and three against three on two, decide', () => {
  assert.equal(pairOf([studies(10, 4)], [studies(20, 4)]).verdict, 'faster');
  assert.equal(pairOf([studies(20, 4)], [studies(10, 4)]).verdict, 'slower');
  assert.equal(pairOf(on(2, studies(10, 3)), on(2, studies(20, 3))).verdict, 'faster');
});

test('one study each decides from six workloads on, five are too few', () => {
  assert.equal(pairOf(on(5, [10]), on(5, [20])).verdict, 'too-few-runs');
  assert.equal(pairOf(on(6, [10]), on(6, [20])).verdict, 'faster');
});

test('enough studies that overlap are undecided', () => {
  assert.equal(pairOf([[10, 12, 14, 16]], [[11, 13, 15, 17]]).verdict, 'undecided');
});

test('misses count: who alone reaches the target is faster, without a speed-up', () => {
  const pair = pairOf([studies(10, 4)], [missed(4)]);
  assert.deepEqual([pair.verdict, pair.speedup.kind], ['faster', 'unknown']);
  assert.equal(pairOf([missed(4)], [missed(4)]).verdict, 'undecided');
});

test('more hits on some workloads against a slower time on the others is undecided', () => {
  const slowOnOne = [studies(14, 3), ...on(5, studies(10, 3))];
  const missing = [studies(10, 3), ...on(5, missed(3))];
  const pair = pairOf(slowOnOne, missing);
  assert.ok(pair.exact.kind === 'known' && pair.exact.p < 0.05);
  assert.equal(pair.verdict, 'undecided');
});

test('speed-ups below the noise floor are undecided', () => {
  const [a, b] = [on(2, [10, 10.1, 10.2]), on(2, [10.5, 10.6, 10.7])];
  assert.equal(pairOf(a, b).verdict, 'faster');
  assert.equal(pairOf(a, b, 1.1).verdict, 'undecided');
});
