import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankingText } from '../../../harness/commands/ranking-text.ts';
import { standingText } from '../../../harness/commands/standing-text.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import type { Note } from '../../../harness/score/summary.ts';
import { resultsOf } from '../score/contest.ts';

const note = (kind: Note['kind'], text: string): Note => ({ kind, text });
const summary = summarize(
  resultsOf([
    [[10], [Infinity], [10]],
    [[20], [Infinity], [20]],
  ]),
  { resamples: 1 },
);
const table = rankingText(summary);

test('what places hang on stands above the table', () => {
  const text = standingText({ ...summary, notes: [note('hangs', 'Places hang on a trial.')] });
  assert.ok(text.startsWith(`Places hang on a trial.\n${table}`));
});

test('below it stand the highest score, a few notes as they are, many by their number', () => {
  const many = [1, 2, 3, 4].map((i) => note('disturbed', `trial ${i} was disturbed`));
  const few = note('problem', 'a.json cannot be read.');
  const below = standingText({ ...summary, notes: [...many, few] }).slice(table.length);
  assert.deepEqual(below.split('\n'), [
    '',
    '  Nobody reached words: the highest possible score is 0.5000.',
    '  4 disturbed trials; the page lists them.',
    '  a.json cannot be read.',
  ]);
});

test('where there is nothing to say the table stands alone', () => {
  const all = summarize(resultsOf([[[10], [10], [10]]]), { resamples: 1 });
  assert.equal(standingText({ ...all, notes: [] }), rankingText(all));
});
