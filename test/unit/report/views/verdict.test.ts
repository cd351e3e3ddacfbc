import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesOf } from '../../../../harness/report/charts/series.ts';
import { verdict } from '../../../../harness/report/views/verdict.ts';
import { summarize } from '../../../../harness/score/summarize.ts';
import type { Summary } from '../../../../harness/score/summary.ts';
import { madeResults } from '../made-results.ts';

const summaryOf = (names: readonly string[], hopeless: readonly string[] = []): Summary =>
  summarize(
    madeResults({ submissions: names, workloads: ['tabular'], studies: 3, trials: 1, hopeless }),
    { resamples: 100 },
  );

/** The same scores with these tie groups, from as many runs as it takes. */
const grouped = (summary: Summary, groups: readonly number[]): Summary => ({
  ...summary,
  runs: { kind: 'enough' },
  submissions: summary.submissions.map((one, index) => ({
    ...one,
    name: `m${index}`,
    score: 0.9 - 0.1 * index,
    bestProbability: index === 0 ? 0.97 : 0.03,
    tieGroup: groups[index]!,
  })),
});

const sentence = (summary: Summary): string =>
  verdict(summary, seriesOf(summary, {}))
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u202f', ' ');

const six = summaryOf(['a', 'b', 'c', 'd', 'e', 'f']);

test('a clear winner is named with its score and how sure that is', () => {
  assert.equal(
    sentence(grouped(six, [1, 2, 2, 3, 4, 5])),
    'm0 trains fastest: it scores 0.900 of 1, the next one 0.800, and the chance that it is best is 97 %.',
  );
});

test('tied submissions share first place', () => {
  assert.equal(
    sentence(grouped(six, [1, 1, 2, 3, 4, 5])),
    'm0 and m1 share first place: these results cannot tell the two apart.',
  );
  assert.equal(
    sentence(grouped(six, [1, 1, 1, 2, 3, 4])),
    'm0, m1 and m2 share first place: these results cannot tell them apart.',
  );
});

test('a large group is counted, not listed', () => {
  assert.equal(
    sentence(grouped(six, [1, 1, 1, 1, 1, 1])),
    'm0, m1, m2 and 3 more share first place: the results cannot tell them apart.',
  );
});

test('one submission alone is not called the fastest', () => {
  const alone = grouped(summaryOf(['a']), [1]);
  assert.equal(sentence(alone), 'm0 is the only submission; it scores 0.900 of 1.');
});

test('where nobody reaches a target, nobody wins', () => {
  const summary = summaryOf(['a', 'b'], ['tabular']);
  assert.equal(sentence(summary), 'No submission reached the targets in time to score.');
});

test('with too few runs nobody is called fastest, and the sentence says how many it takes', () => {
  const few: Summary = {
    ...grouped(six, [1, 1, 1, 1, 1, 1]),
    runs: { kind: 'too-few', studiesNeeded: 6 },
  };
  assert.equal(
    sentence(few),
    'Too few runs to tell who trains fastest. m0 scores most, 0.900 of 1; ' +
      'to tell it from others takes at least 6 studies of each submission on this workload.',
  );
});
