import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText } from '../../../harness/commands/compare.ts';
import type { ComparisonReport } from '../../../harness/score/compare/comparison.ts';

const decided: ComparisonReport = {
  verdict: { kind: 'faster', who: 'a' },
  ratio: { kind: 'known', value: 1.1416 },
  interval: { low: 1.0611, high: 1.2345 },
  evidence: 23.456,
  pairs: 14,
  missedByOne: 1,
  missedByBoth: 0,
  coreMinutes: 9.55,
  fixedSizePairs: { kind: 'known', value: 19 },
};

test('a comparison is told by its verdict, ratio, interval and cost', () => {
  assert.equal(
    reportText(decided, 'mine', 'adamw'),
    [
      'mine is faster than adamw.',
      'Time of adamw over mine: 1.142 x, 95 %: 1.061 to 1.234.',
      '14 pairs (1 with a miss), 9.6 core minutes, evidence 23.5 of 20.',
      'A test of fixed size would have taken 19 pairs, had ratio and noise been known.',
    ].join('\n'),
  );
});

test('what is not known is said to be not known', () => {
  const open: ComparisonReport = {
    ...decided,
    verdict: { kind: 'undecided' },
    ratio: { kind: 'unknown', why: 'no pair with a hit' },
    interval: {},
    missedByOne: 0,
    fixedSizePairs: { kind: 'unknown', why: 'too few pairs' },
  };
  const text = reportText(open, 'mine', 'adamw');
  assert.match(text, /^not decided between mine and adamw\.\n/);
  assert.match(text, /not known \(no pair with a hit\), 95 %: no bound yet to no bound yet\./);
  assert.match(text, /What a test of fixed size would have taken is not known: too few pairs\./);
  assert.match(
    reportText({ ...open, verdict: { kind: 'same', margin: 1.05 } }, 'a', 'b'),
    /^a and b are within 5\.0 % of each other\./,
  );
});
