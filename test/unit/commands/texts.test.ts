import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, forecastText } from '../../../harness/commands/durations.ts';
import { outcomeText } from '../../../harness/commands/outcome-text.ts';
import { table } from '../../../harness/commands/table.ts';
import { outcomes } from '../record/sample.ts';

test('durations in words', () => {
  const words: [number, string][] = [
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [0.5, '1 s'],
    [59.4, '59 s'],
    [59.5, '1 min 0 s'],
    [185, '3 min 5 s'],
    [3599.6, '1 h 0 min'],
    [7800, '2 h 10 min'],
  ];
  for (const [seconds, text] of words) assert.equal(duration(seconds), text);
  const forecast = { expected: 42, atMost: 185 };
  const known = 'about 42 s, at most 3 min 5 s';
  assert.equal(forecastText({ ...forecast, unknown: 0 }), known);
  assert.equal(forecastText({ ...forecast, unknown: 3 }), `${known}, and 3 trials of unknown time`);
  assert.equal(forecastText({ expected: 0, atMost: 0, unknown: 3 }), 'time not known yet');
});

test('a table has no frames, aligned columns, and nothing behind the last', () => {
  const rows = [
    ['a', 1, 'x'],
    ['longer', 1000, ''],
  ];
  assert.equal(
    table(['name', 'steps', 'note'], rows, [1]),
    ['name    steps  note', 'a           1  x', 'longer   1000'].join('\n'),
  );
  assert.equal(table(['name', 'steps'], []), 'name  steps');
  const wide = table(
    ['method', 'place'],
    [
      ['Méthode Ω', 1],
      ['方法', 2],
    ],
  );
  assert.equal(wide, 'method     place\nMéthode Ω  1\n方法       2');
});

test('outcomes in a few words', () => {
  assert.deepEqual(outcomes.map(outcomeText), [
    'reached the target in 8.0 s (step 640)',
    'reached the target in 8.0 s (step 640)',
    'missed the target in 12.0 s (step 1200)',
    'stopped after 9.0 s: the study has a faster trial',
    'diverged (step 200)',
    'crashed: out of memory',
    'killed by SIGTERM',
  ]);
});
