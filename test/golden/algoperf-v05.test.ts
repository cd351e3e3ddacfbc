/** The published scores of AlgoPerf v0.5, from study-level times. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Ruleset } from '../../harness/record/rulesets.ts';
import type { SummaryOptions } from '../../harness/score/options.ts';
import { summarize } from '../../harness/score/summarize.ts';
import { golden, goldenResults } from './fixture.ts';

const scores = (ruleset: Ruleset, options: SummaryOptions): Map<string, number> => {
  const summary = summarize(goldenResults(ruleset), { resamples: 1, ...options });
  return new Map(summary.submissions.map(({ name, score }) => [name, score]));
};

/** Each expected score is met within `tolerance`. */
function assertClose(
  got: ReadonlyMap<string, number>,
  expected: Readonly<Record<string, number>>,
  tolerance: number,
): void {
  assert.ok(Object.keys(expected).length > 0);
  for (const [name, score] of Object.entries(expected)) {
    assert.ok(Math.abs(got.get(name)! - score) <= tolerance, `${name}: ${got.get(name)}, not ${score}`);
  }
}

for (const ruleset of ['external', 'self-tuning'] as const) {
  test(`--rules algoperf gives the published scores of the ${ruleset} ruleset`, () => {
    const got = scores(ruleset, { rules: 'algoperf' });
    assert.equal(got.size, Object.keys(golden[ruleset].published).length);
    assertClose(got, golden[ruleset].published, 1e-4);
  });
}

test('the closed form over the official choice of trials gives the known values', () => {
  assertClose(scores('external', { trialBy: 'evaluation' }), golden.external.closedForm, 1e-4);
});

test('the closed form takes the fastest trial, which helps those whose fastest hits at a later evaluation', () => {
  const official = scores('external', { trialBy: 'evaluation' });
  const own = scores('external', {});
  assert.ok(own.get('lawa_ema')! - official.get('lawa_ema')! > 0.004);
  assert.equal(own.get('shampoo_submission'), official.get('shampoo_submission'));
});

test('without held-out workloads the closed form gives the known values', () => {
  const got = scores('external', { trialBy: 'evaluation', heldOut: [] });
  assertClose(got, golden.external.ungated, 1e-3);
});

const full = summarize(goldenResults('external'));

test('the scores without gates stand beside the gated ones', () => {
  const ungated = new Map(full.submissions.map(({ name, ungatedScore }) => [name, ungatedScore]));
  assertClose(ungated, golden.external.ungated, 1e-3);
});

test('shampoo and schedule_free_adamw tie for the lead, and the baseline is told apart from them', () => {
  const [first, second] = full.submissions;
  assert.deepEqual([first?.name, second?.name], ['shampoo_submission', 'schedule_free_adamw']);
  const groups = new Map(full.submissions.map(({ name, tieGroup }) => [name, tieGroup]));
  assert.deepEqual([first?.tieGroup, second?.tieGroup, groups.get('baseline')], [1, 1, 2]);
  assert.deepEqual(full.runs, { kind: 'enough' });
  assert.ok(first!.bestProbability > 0.7 && first!.bestProbability < 0.8);
  assert.ok(first!.interval!.score.low < second!.score);
});

test('lawa_ema never ranks above 8th', () => {
  const place = full.submissions.find(({ name }) => name === 'lawa_ema')!.interval!.place;
  assert.ok(place.low >= 9 && place.high <= 10);
});

test('caspr_adaptive is named as deciding places 1 and 2 through ogbg_model_size', () => {
  const { decides } = full.leaveOneOut.find(({ without }) => without === 'caspr_adaptive')!;
  const top = decides.find(({ places }) => places[0] === 1)!;
  assert.deepEqual([top.ahead, top.behind], ['shampoo_submission', 'schedule_free_adamw']);
  assert.equal(top.through[0], 'ogbg_model_size');
  const note = full.notes.find(({ kind, text }) => kind === 'decides' && text.startsWith('Places 1'));
  assert.match(note!.text, /Places 1 and 2 .* depend on caspr_adaptive through ogbg_model_size/);
});

test('no other submission decides the first two places', () => {
  const deciders = full.leaveOneOut.filter(({ decides }) =>
    decides.some(({ places }) => places[0] === 1 && places[1] === 2),
  );
  assert.deepEqual(deciders.map(({ without }) => without), ['caspr_adaptive']);
});

test('at least nine of the eleven places are uncertain', () => {
  const wide = full.submissions.filter(({ interval }) => interval!.place.high > interval!.place.low);
  assert.ok(wide.length >= 9);
});
