/** Which runs target setting wants, and when a kept run counts as one of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { log } from '#spec';
import {
  evaluationsOf,
  searchCandidates,
  searchRuns,
  seedRuns,
  targetTrial,
  type TargetCourse,
} from '../../../harness/targets/plan-runs.ts';
import { checkSubmission } from '../../../harness/plan/check-submission.ts';
import { pointOf } from '../../../harness/plan/search.ts';
import { algorithms } from '../../../harness/targets/algorithms.ts';
import quadratic from '../../../workloads/quadratic/workload.ts';

const spaces = { a: { rate: log(1e-3, 1e-1) }, b: { rate: log(1, 100), decay: log(1e-4, 1e-2) } };
const hash = 'a'.repeat(64);
const course: TargetCourse = {
  id: 'quadratic',
  base: 'quadratic',
  workload: quadratic,
  engine: 'wasm',
  stepHint: 310,
  hashes: { workload: hash, data: hash, engine: hash },
};

test('points go round the algorithms, and are numbers of four digits', () => {
  const candidates = searchCandidates(spaces, 2);
  assert.deepEqual(
    candidates.map(({ algorithm }) => algorithm),
    ['a', 'b', 'a', 'b'],
  );
  for (const { hyperparameters } of candidates)
    for (const value of Object.values(hyperparameters))
      assert.equal(Number(Number(value).toPrecision(4)), value);
  assert.deepEqual(searchCandidates(spaces, 7).slice(0, 4), candidates);
});

test('the points are those that a run’s studies of five try, one study after the other', () => {
  const draws = [1, 2, 3, 4, 5].map((trial) => ({ study: 1, trial, trials: 5 }));
  const wanted = [...draws, { study: 2, trial: 1, trials: 5 }].map((draw) => {
    const { rate } = pointOf(spaces.a, draw);
    return Number(Number(rate).toPrecision(4));
  });
  const found = searchCandidates({ a: spaces.a }, 6).map(
    ({ hyperparameters }) => hyperparameters['rate'],
  );
  assert.deepEqual(found, wanted);
});

test('all search runs start alike, every repetition starts anew, and one candidate needs no search', () => {
  const candidates = searchCandidates(spaces, 1);
  const options = { seed: '1', seeds: 3 };
  const search = searchRuns('w', candidates, options);
  assert.equal(new Set(search.map(({ seed }) => seed)).size, 1);
  const seeds = seedRuns('w', candidates[0]!, options);
  assert.equal(new Set([search[0]!, ...seeds].map(({ seed }) => seed)).size, 4);
  assert.deepEqual(searchRuns('w', candidates.slice(0, 1), options), []);
});

test('a run ends with the last evaluation before the step hint and has no target', () => {
  assert.equal(evaluationsOf(course), 12);
  const [wanted] = searchRuns('quadratic', searchCandidates(spaces, 1), { seed: '1' });
  const { target, until } = targetTrial(course, wanted!, hash).plan;
  assert.equal(target, undefined);
  assert.deepEqual(until, { kind: 'evaluations', count: 12, testAt: 'never' });
});

test('a kept run is used again when its metrics would come out the same, and only then', () => {
  const [wanted] = searchRuns('quadratic', searchCandidates(spaces, 1), { seed: '1' });
  const id = (change: Partial<TargetCourse>, algorithm = hash): string =>
    targetTrial({ ...course, ...change }, wanted!, algorithm).plan.id;
  const other = 'b'.repeat(64);
  const before = id({});
  const { hashes } = course;
  for (const changed of [
    id({ stepHint: 320 }),
    id({ engine: 'tensorflow' }),
    id({ hashes: { ...hashes, workload: other } }),
    id({ hashes: { ...hashes, data: other } }),
    id({ hashes: { ...hashes, engine: other } }),
    id({}, other),
    targetTrial(course, { ...wanted!, stage: 'seeds' }, hash).plan.id,
    targetTrial(course, { ...wanted!, seed: '2' }, hash).plan.id,
  ]) {
    assert.notEqual(changed, before);
  }
});

test('the four algorithms are submissions in order', () => {
  assert.equal(Object.keys(algorithms).length, 4);
  for (const algorithm of Object.values(algorithms))
    assert.deepEqual(checkSubmission(algorithm), []);
});
