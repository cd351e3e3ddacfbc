import assert from 'node:assert/strict';
import test from 'node:test';
import { resolveResults } from '../../../harness/record/resolve.ts';
import type { Outcome, TrialResult } from '../../../harness/record/result.ts';
import { measured, outcomes, sampleResult } from './sample.ts';

const at = (day: number, outcome: Outcome, id = '0123456789abcdef'): TrialResult =>
  sampleResult({
    plan: { id },
    outcome,
    origin: { ...measured, startedAt: `2026-01-0${day}T00:00:00Z` },
  });
const [reached, , missed, , , crashed, killed] = outcomes as readonly [
  Outcome,
  Outcome,
  Outcome,
  Outcome,
  Outcome,
  Outcome,
  Outcome,
];

test('a single result stands without a note', () => {
  const only = at(1, reached);
  assert.deepEqual(resolveResults([only]), { results: [only], notes: [] });
});

test('the same file read twice is one result', () => {
  const only = at(1, reached);
  assert.deepEqual(resolveResults([only, structuredClone(only)]), { results: [only], notes: [] });
});

test('the plan that started last replaces older plans, even by a crash, and a note says so', () => {
  const now = at(3, crashed, 'ffffffffffffffff');
  const resolved = resolveResults([now, at(1, reached), at(2, missed)]);
  assert.deepEqual(resolved.results, [now]);
  assert.deepEqual(resolved.notes, [
    {
      kind: 'superseded',
      text: 'alpha on digits_wide, study 1, trial 2: plan ffffffffffffffff replaces 2 result(s) of older plans.',
    },
  ]);
});

test('a retried trial counts by its latest finished attempt', () => {
  const finished = at(2, missed);
  const resolved = resolveResults([at(3, killed), finished, at(1, crashed)]);
  assert.deepEqual(resolved.results, [finished]);
  assert.match(resolved.notes[0]!.text, /3 attempts \(crashed, missed, killed\); number 2 counts/);
});

test('where no attempt finished the latest failure counts', () => {
  const last = at(3, killed);
  assert.deepEqual(resolveResults([last, at(1, crashed)]).results, [last]);
});

test('the order of the files changes nothing', () => {
  const all = [1, 2, 3].flatMap((study) =>
    [reached, missed, crashed].map((outcome, i) => {
      const one = at(i + 1, outcome);
      return { ...one, plan: { ...one.plan, study } };
    }),
  );
  assert.deepEqual(resolveResults([...all].reverse()), resolveResults(all));
});
