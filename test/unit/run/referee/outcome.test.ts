import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evaluation } from '../../../../harness/record/result.ts';
import { goesOn, outcomeOf, type Ending } from '../../../../harness/run/referee/outcome.ts';
import { samplePlan } from '../../record/sample.ts';

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

const none = { confirmations: 0 };

const ending = (change: Partial<Ending>): Ending => ({
  seconds: 9,
  step: 90,
  evaluations: [],
  test: undefined,
  diverged: false,
  killedBy: undefined,
  last: { why: 'spent' },
  stderr: '',
  stop: none,
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

test('time up is a miss', () => {
  assert.equal(outcomeOf(plan, ending({})).status, 'missed');
});

test('a cap ends a trial at an evaluation short of the target, after so many seconds and evaluations', () => {
  const cap = { seconds: 2, evaluations: 3, reason: 'decided' };
  const goes = (...values: number[]): boolean =>
    goesOn(evaluations(...values), plan, { ...none, cap });
  assert.deepEqual([goes(0.5, 0.5), goes(0.5, 0.5, 0.5)], [true, false]);
  assert.equal(
    goesOn(evaluations(0.5, 0.5, 0.5), plan, { ...none, cap: { ...cap, seconds: 4 } }),
    true,
  );
  const told = { last: { why: 'told' }, stop: { ...none, cap } } as const;
  const short = outcomeOf(plan, ending({ ...told, evaluations: evaluations(0.5, 0.5, 0.5) }));
  assert.deepEqual(short, { status: 'stopped', seconds: 9, step: 90, reason: 'decided' });
  const hit = outcomeOf(plan, ending({ ...told, evaluations: evaluations(0.5, 0.5, 0.2) }));
  assert.equal(hit.status, 'reached');
});

test('a killing is told before a crash, a divergence before a miss', () => {
  const crash = { why: 'crashed', reason: 'x' } as const;
  assert.equal(outcomeOf(plan, ending({ killedBy: 'the referee', last: crash })).status, 'killed');
  assert.equal(outcomeOf(plan, ending({ last: crash })).status, 'crashed');
  assert.equal(outcomeOf(plan, ending({ diverged: true })).status, 'diverged');
});

test('a trial goes on until the target, and as long beyond it as confirmations are asked for', () => {
  assert.equal(goesOn(evaluations(0.3), plan, none), true);
  assert.equal(goesOn(evaluations(0.3, 0.2), plan, none), false);
  assert.equal(goesOn(evaluations(0.3, 0.2), plan, { ...none, confirmations: 1 }), true);
  assert.equal(goesOn(evaluations(0.3, 0.2, 0.3), plan, { ...none, confirmations: 1 }), false);
});

test('a replay ends after its number of evaluations and never before', () => {
  const twice = { ...plan, until: { kind: 'evaluations', count: 2, testAt: 'never' } } as const;
  assert.equal(goesOn(evaluations(0.1), twice, none), true);
  assert.equal(goesOn(evaluations(0.1, 0.1), twice, none), false);
});
