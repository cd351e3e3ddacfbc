import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evaluation } from '../../../harness/results/trial-result.ts';
import { goesOn, outcomeOf, type Ending } from '../../../harness/run/verdict.ts';
import { samplePlan } from '../results/sample.ts';

const plan = {
  ...samplePlan,
  metric: { name: 'errorRate', goal: 'minimize' },
  target: { validation: 0.2, test: 0.25 },
} as const;
const evaluations = (...values: number[]): Evaluation[] =>
  values.map((validation, i) => ({
    step: 10 * (i + 1),
    seconds: i + 1,
    examples: 0,
    gradientEvaluations: 0,
    validation,
    metrics: {},
  }));

const ending = (change: Partial<Ending>): Ending => ({
  seconds: 9,
  step: 90,
  evaluations: [],
  test: undefined,
  diverged: false,
  killedBy: undefined,
  last: { why: 'spent' },
  stderr: '',
  cap: undefined,
  ...change,
});

test('the first evaluation at the target is the time to it, also when a later one falls short again', () => {
  const outcome = outcomeOf(plan, ending({ evaluations: evaluations(0.3, 0.2, 0.25) }));
  assert.deepEqual(outcome, { status: 'reached', seconds: 2, step: 20, evaluation: 1 });
});

test('what was reached stays reached when the trainer is killed afterwards', () => {
  assert.equal(
    outcomeOf(plan, ending({ evaluations: evaluations(0.1), killedBy: 'somebody' })).status,
    'reached',
  );
});

test('time up is a miss, and up to a cap a stop', () => {
  assert.equal(outcomeOf(plan, ending({})).status, 'missed');
  const cap = { seconds: plan.budget.seconds / 2, reason: 'decided' };
  assert.deepEqual(outcomeOf(plan, ending({ cap })), {
    status: 'stopped',
    seconds: 9,
    step: 90,
    reason: 'decided',
  });
});

test('a killing is told before a crash, a divergence before a miss', () => {
  const crash = { why: 'crashed', reason: 'x' } as const;
  assert.equal(outcomeOf(plan, ending({ killedBy: 'the referee', last: crash })).status, 'killed');
  assert.equal(outcomeOf(plan, ending({ last: crash })).status, 'crashed');
  assert.equal(outcomeOf(plan, ending({ diverged: true })).status, 'diverged');
});

test('a trial goes on until the target, and as long beyond it as confirmations are asked for', () => {
  const none = { confirmations: 0, limit: undefined };
  assert.equal(goesOn(evaluations(0.3), plan, none), true);
  assert.equal(goesOn(evaluations(0.3, 0.2), plan, none), false);
  assert.equal(goesOn(evaluations(0.3, 0.2), plan, { confirmations: 1, limit: undefined }), true);
  assert.equal(
    goesOn(evaluations(0.3, 0.2, 0.3), plan, { confirmations: 1, limit: undefined }),
    false,
  );
});

test('a replay ends after its number of evaluations and never before', () => {
  assert.equal(goesOn(evaluations(0.1), plan, { confirmations: 0, limit: 2 }), true);
  assert.equal(goesOn(evaluations(0.1, 0.1), plan, { confirmations: 0, limit: 2 }), false);
});
