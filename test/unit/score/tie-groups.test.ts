import assert from 'node:assert/strict';
import test from 'node:test';
import { summarize } from '../../../harness/score/summarize.ts';
import { resultsOf, type Times } from './contest.ts';

const board = (times: Times) => {
  const { submissions, runs } = summarize(resultsOf(times), { resamples: 300 });
  return {
    runs,
    groups: Object.fromEntries(submissions.map(({ name, tieGroup }) => [name, tieGroup])),
    best: Math.max(...submissions.map(({ bestProbability }) => bestProbability)),
  };
};
const studies = (seconds: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => seconds + i / 10);
const both = (seconds: number, count: number): number[][] => [
  studies(seconds, count),
  studies(seconds, count),
  studies(10, count),
];

test('two studies on two workloads leave everybody in one group, and say that three are needed', () => {
  const { groups, runs, best } = board([both(10, 2), both(30, 2)]);
  assert.deepEqual(groups, { s0: 1, s1: 1 });
  assert.deepEqual(runs, { kind: 'too-few', studiesNeeded: 3 });
  assert.ok(best <= 1 - 1 / 36 + 1e-12);
});

test('three studies on two workloads part three submissions, and P(best) may pass 95 %', () => {
  const { groups, runs, best } = board([both(10, 3), both(20, 3), both(30, 3)]);
  assert.deepEqual(groups, { s0: 1, s1: 2, s2: 3 });
  assert.deepEqual(runs, { kind: 'enough' });
  assert.ok(best > 0.95);
});

test('all pairs are tested at once: what parts two submissions need not part five', () => {
  const three = [10, 20, 30].map((seconds) => both(seconds, 3));
  const six = [...three, ...[40, 50, 60].map((seconds) => both(seconds, 3))];
  // 15 pairs at p = 0.005 each.
  assert.deepEqual(board(six).runs, { kind: 'too-few', studiesNeeded: 4 });
});

test('studies that missed a variant count as misses of its base workload', () => {
  const same = studies(10, 7);
  const gated = [same, same, same.map(() => Infinity)];
  const { groups } = board([[same, same, same], gated]);
  assert.deepEqual(groups, { s0: 1, s1: 2 });
  const once = [same, same, [...same.slice(1), Infinity]];
  assert.deepEqual(board([[same, same, same], once]).groups, { s0: 1, s1: 1 });
});
