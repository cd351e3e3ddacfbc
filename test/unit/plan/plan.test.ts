import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice, linear, log } from '#spec';
import {
  completePlan,
  draftTrials,
  withinBudget,
  type DraftInput,
  type Entrant,
} from '../../../harness/plan/plan.ts';
import { hyperparametersOf } from '../../../harness/plan/search.ts';
import { factsOf } from '../../../harness/plan/workload-facts.ts';
import quadratic from '../../../workloads/quadratic/workload.ts';

const tuned: Entrant = {
  name: 'tuned',
  ruleset: 'external',
  space: { rate: log(1e-4, 1), decay: linear(0, 2), kind: choice('a', 'b', 'c') },
};
const input: DraftInput = {
  suite: 'test',
  seed: '1',
  entrants: [tuned, { name: 'self', ruleset: 'self-tuning' }],
  courses: [{ id: 'quadratic', base: 'quadratic', workload: factsOf(quadratic) }],
};
const hashes = { submission: 'a', workload: 'b', data: 'c', engine: 'd' };

test('each study draws other points of a space; listed points are the same in every study', () => {
  const spaced = [1, 2].map((study) => hyperparametersOf(tuned, { study, trial: 1, trials: 5 }));
  assert.notDeepEqual(spaced[0], spaced[1]);
  const points = [{ rate: 1 }, { rate: 2 }];
  assert.deepEqual(hyperparametersOf({ points }, { study: 2, trial: 2, trials: 5 }), points[1]);
});

test('the rulesets decide studies, trials and budgets', () => {
  const drafts = draftTrials(input);
  const [external] = drafts.filter(({ submission }) => submission === 'tuned');
  const [self] = drafts.filter(({ submission }) => submission === 'self');
  assert.equal(drafts.filter(({ submission }) => submission === 'tuned').length, 15);
  assert.equal(drafts.filter(({ submission }) => submission === 'self').length, 3);
  const hint = quadratic.targets['base']!.stepHint;
  assert.equal(external!.budgetSteps, Math.ceil((hint * 4) / 3));
  const until = withinBudget(self!, 0.5);
  const budget = { steps: 2 * hint, stepSeconds: 0.5, seconds: 2 * hint * 0.5 };
  assert.deepEqual(until, { kind: 'target', budget });
});

test('submissions share the seed of a study and trial, and no two trials of one submission do', () => {
  const drafts = draftTrials(input);
  const seeds = drafts.filter(({ submission }) => submission === 'tuned').map(({ seed }) => seed);
  assert.equal(new Set(seeds).size, 15);
  const first = drafts
    .filter(({ study, trial }) => study === 2 && trial === 1)
    .map(({ seed }) => seed);
  assert.equal(new Set(first).size, 1);
});

test('a plan’s id changes with everything that decides its course, and with nothing of suite or machine', () => {
  const id = (change: Partial<DraftInput> = {}, rest: object = {}, stepSeconds = 0.1): string => {
    const draft = draftTrials({ ...input, ...change })[0]!;
    const until = withinBudget(draft, stepSeconds);
    return completePlan(draft, { hashes, engine: 'wasm', until, ...rest }).plan.id;
  };
  assert.equal(id({ suite: 'other' }), id());
  assert.equal(id({}, {}, 0.2), id(), 'a step time that was measured again');
  assert.notEqual(id({ seed: '2' }), id());
  assert.notEqual(id({}, { engine: 'tensorflow' }), id());
  for (const name of Object.keys(hashes))
    assert.notEqual(id({}, { hashes: { ...hashes, [name]: 'x' } }), id(), name);
  const until = { kind: 'evaluations', count: 2, testAt: 'never' };
  assert.notEqual(id({}, { until }), id());
});
