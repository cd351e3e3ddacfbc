import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choice, defineSubmission, linear, log } from '#spec';
import { haltonPoint } from '../../../harness/plan/halton.ts';
import { planTrials, type PlanInput } from '../../../harness/plan/plan.ts';
import { budgetOf } from '../../../harness/record/plan.ts';
import { hyperparametersOf, pointAt } from '../../../harness/plan/search.ts';
import quadratic from '../../../workloads/quadratic/workload.ts';

const about = { title: 'Test', authors: ['Test'], reference: 'https://example.org' };
const algorithm = () =>
  ({ init: () => [], step: (here: { params: object }) => [here.params, []] }) as never;
const tuned = defineSubmission({
  ...about,
  space: { rate: log(1e-4, 1), decay: linear(0, 2), kind: choice('a', 'b', 'c') },
  algorithm,
});
const selfTuning = defineSubmission({ ...about, algorithm });

const input: PlanInput = {
  suite: 'test',
  seed: '1',
  entrants: [
    { name: 'tuned', submission: tuned, hash: 'a' },
    { name: 'self', submission: selfTuning, hash: 'b' },
  ],
  courses: [
    {
      id: 'quadratic',
      base: 'quadratic',
      workload: quadratic,
      hash: 'c',
      dataHash: 'd',
      stepSeconds: 0.5,
    },
  ],
  engine: 'wasm',
  fingerprint: 'f',
  harnessHash: 'h',
  lockfileHash: 'l',
};

test('Halton points are the radical inverses of their index in the bases 2, 3, 5', () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((i) => haltonPoint(i, 2)[0]),
    [1 / 2, 1 / 4, 3 / 4, 1 / 8],
  );
  const third = [1, 2, 3, 4].map((i) => haltonPoint(i, 2)[1]!);
  [1 / 3, 2 / 3, 1 / 9, 4 / 9].forEach((value, i) => {
    assert.ok(Math.abs(third[i]! - value) < 1e-15);
  });
  assert.equal(haltonPoint(1, 3)[2], 1 / 5);
});

test('points lie within their ranges', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (index) => {
      const { rate, decay, kind } = pointAt(tuned.space!, index);
      assert.ok(Number(rate) >= 1e-4 && Number(rate) <= 1);
      assert.ok(Number(decay) >= 0 && Number(decay) <= 2);
      assert.ok(['a', 'b', 'c'].includes(String(kind)));
    }),
  );
});

test('the middle of a logarithmic range is its geometric mean', () => {
  assert.ok(Math.abs(Number(pointAt({ rate: log(1e-4, 1) }, 1)['rate']) - 1e-2) < 1e-12);
});

test('each study draws other points of a space; listed points are the same in every study', () => {
  const spaced = [1, 2].map((study) => hyperparametersOf(tuned, { study, trial: 1, trials: 5 }));
  assert.notDeepEqual(spaced[0], spaced[1]);
  const points = [{ rate: 1 }, { rate: 2 }];
  const listed = defineSubmission({ ...about, points, algorithm });
  assert.deepEqual(hyperparametersOf(listed, { study: 2, trial: 2, trials: 5 }), points[1]);
});

test('the rulesets decide studies, trials and budgets', () => {
  const plans = planTrials(input).map(({ plan }) => plan);
  const tunedPlans = plans.filter(({ submission }) => submission === 'tuned');
  const selfPlans = plans.filter(({ submission }) => submission === 'self');
  assert.equal(tunedPlans.length, 15);
  assert.equal(selfPlans.length, 3);
  const hint = quadratic.targets['base']!.stepHint;
  assert.equal(budgetOf(tunedPlans[0]!)!.steps, Math.ceil((hint * 4) / 3));
  assert.equal(budgetOf(selfPlans[0]!)!.steps, 2 * hint);
  assert.equal(budgetOf(selfPlans[0]!)!.seconds, 2 * hint * 0.5);
});

test('submissions share the seed of a study and trial, and no two trials of one submission do', () => {
  const plans = planTrials(input).map(({ plan }) => plan);
  const seeds = plans.filter(({ submission }) => submission === 'tuned').map(({ seed }) => seed);
  assert.equal(new Set(seeds).size, 15);
  const first = plans
    .filter(({ study, trial }) => study === 2 && trial === 1)
    .map(({ seed }) => seed);
  assert.equal(new Set(first).size, 1);
});

test('a plan’s id changes with everything that decides the trial, and not with the suite', () => {
  const id = (change: Partial<PlanInput>): string =>
    planTrials({ ...input, ...change })[0]!.plan.id;
  assert.equal(id({ suite: 'other' }), id({}));
  const changes: Partial<PlanInput>[] = [
    { seed: '2' },
    { engine: 'tensorflow' },
    { fingerprint: 'g' },
    { harnessHash: 'i' },
  ];
  for (const change of changes) assert.notEqual(id(change), id({}), JSON.stringify(change));
});
