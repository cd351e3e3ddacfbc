import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice, defineSubmission, linear, log } from '#spec';
import { planTrials, type PlanInput } from '../../../harness/plan/plan.ts';
import { hyperparametersOf } from '../../../harness/plan/search.ts';
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
  assert.equal(tunedPlans[0]!.budget.steps, Math.ceil((hint * 4) / 3));
  assert.equal(selfPlans[0]!.budget.steps, 2 * hint);
  assert.equal(selfPlans[0]!.budget.seconds, 2 * hint * 0.5);
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
