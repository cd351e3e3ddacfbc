/** A course at another machine's price. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResult } from '../../../../harness/record/check.ts';
import { courseOf, firstDifference } from '../../../../harness/record/course.ts';
import type { TrialResult } from '../../../../harness/record/result.ts';
import { adopted, type Pricing } from '../../../../harness/score/adopt/adopted.ts';
import { kindsOf, type Priced } from '../../../../harness/score/adopt/kinds.ts';
import { isClose, priceRatio } from '../../../../harness/score/adopt/price-ratio.ts';
import { sampleResult } from '../../record/sample.ts';

const measured = sampleResult() as Priced; // 8 s to the target, of a budget of 12 s
const budget = { steps: 1200, stepSeconds: 0.01, seconds: 12 };
const { machine } = measured.origin;
const pricing = (ratio: number, stepSeconds: number): Pricing => ({
  price: { ratio, low: 0.99 * ratio, high: 1.01 * ratio, replays: 2 },
  proved: 2,
  machine: { ...machine, fingerprint: '0123456789ab' },
  stepSeconds,
  command: 'ttr adopt there',
});
const missed: Priced = {
  ...measured,
  evaluations: measured.evaluations.map((one) => ({ ...one, validation: 0.5 })),
  outcome: { status: 'missed', seconds: 12, step: 1200 },
};

/** A trial whose steps cost so much. */
const costing = (cost: number, study = 1): Priced => ({
  ...measured,
  plan: { ...measured.plan, study, id: String(1e15 + Math.round(1e6 * cost)) },
  evaluations: measured.evaluations.map((one) => ({ ...one, seconds: one.step * cost })),
});

test('one replay prices trials whose steps cost the same within 3 %', () => {
  const kinds = kindsOf([1, 1.02, 1.031, 1.05, 2].map((cost) => costing(0.01 * cost)));
  assert.deepEqual(
    kinds.map(({ trials }) => trials.length),
    [2, 2, 1],
  );
  for (const { replayed, trials } of kinds) assert.ok(trials.includes(replayed));
});

test('another code, task or machine is another kind', () => {
  const hashes = { ...measured.origin.hashes, submission: 'f'.repeat(64) };
  const other = { ...measured, origin: { ...measured.origin, hashes } };
  assert.equal(kindsOf([measured, other, measured]).length, 2);
});

test('a price is the mean ratio of the stretches, with an interval that more replays narrow', () => {
  const recorded = [{ seconds: 2 }, { seconds: 4 }, { seconds: 6 }];
  const slow = (factor: number) => [{ seconds: 2 * factor }, { seconds: 4 * factor }];
  const exact = priceRatio(recorded, [slow(1.5)]);
  assert.ok(Math.abs(exact.ratio - 1.5) < 1e-12 && isClose(exact));
  const two = priceRatio(recorded, [slow(1.5), slow(1.56)]);
  const four = priceRatio(recorded, [slow(1.5), slow(1.56), slow(1.5), slow(1.56)]);
  assert.ok(two.low < 1.5 && two.high > 1.56);
  assert.ok(four.high - four.low < two.high - two.low);
  assert.deepEqual([isClose(two), isClose(four)], [false, true]);
});

test('a single stretch tells no interval', () => {
  assert.throws(() => priceRatio([{ seconds: 2 }], [[{ seconds: 3 }]]), /two stretches/);
});

test('an adopted result has its times at this machine’s price, its course as it was, and is a valid record', () => {
  const result = adopted(measured, pricing(1.25, 0.02));
  assert.deepEqual(checkResult(result), { ok: true, result });
  assert.deepEqual(
    result.evaluations.map(({ seconds }) => seconds),
    [5, 10],
  );
  assert.deepEqual(result.evaluations.map(courseOf), measured.evaluations.map(courseOf));
  assert.equal(result.outcome.status, 'reached');
  assert.equal(result.outcome.seconds, 10);
  assert.deepEqual(result.plan.until, {
    kind: 'target',
    budget: { steps: 1200, stepSeconds: 0.02, seconds: 24 },
  });
});

test('a hit beyond this machine’s budget is a miss', () => {
  const { outcome } = adopted(measured, pricing(2, budget.stepSeconds));
  assert.deepEqual([outcome.status, outcome.seconds], ['missed', 12]);
});

test('a miss whose course is too short for this machine’s budget is censored', () => {
  const { outcome } = adopted(missed, pricing(1, 0.02));
  assert.equal(outcome.status, 'stopped');
  assert.match(outcome.reason, /12\.0 s .* before the budget of 24\.0 s/);
  assert.equal(adopted(missed, pricing(2.1, 0.02)).outcome.status, 'missed');
});

test('a changed bit is found, and so is a replay that ended early', () => {
  const { evaluations } = measured;
  const [first, second] = evaluations as [TrialResult['evaluations'][number], never];
  assert.equal(firstDifference(evaluations, evaluations, 'missed'), undefined);
  assert.match(firstDifference(evaluations, [first], 'crashed')!, /2 is missing: .* crashed/);
  const changed = [{ ...first, validation: first.validation + 2 ** -53 }, second];
  assert.match(firstDifference(evaluations, changed, 'missed')!, /^evaluation 1 \(step 320\)/);
});
