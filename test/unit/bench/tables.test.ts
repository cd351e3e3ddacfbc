import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberTable, withBlock } from '../../../harness/bench/markdown.ts';
import { ratioTable, type Comparison } from '../../../harness/bench/ratios.ts';

const timing = (median: number, quiet = true) => ({ median, kept: 40, taken: 50, quiet });

const comparisons: readonly Comparison[] = [
  {
    workload: 'one',
    ours: { wasm: timing(150), tensorflow: timing(90) },
    theirs: { eager: timing(100), compiled: timing(60, false) },
    absent: {},
  },
  {
    workload: 'two',
    ours: { wasm: timing(1.5) },
    theirs: { eager: timing(2) },
    absent: { tensorflow: 'not built', compiled: 'crashed' },
  },
];

test('Ratios are medians of ours over medians of theirs', () => {
  const { head, rows } = ratioTable(comparisons, ['wasm', 'tensorflow'], ['eager', 'compiled']);
  assert.deepEqual(head.slice(5), [
    'wasm / eager',
    'wasm / compiled',
    'tensorflow / eager',
    'tensorflow / compiled',
  ]);
  assert.deepEqual(rows[0], [
    'one',
    '150 (40/50)',
    '90.0 (40/50)',
    '100 (40/50)',
    '60.0 (40/50, noisy)',
    '1.50',
    '2.50',
    '0.90',
    '1.50',
  ]);
});

test('What a comparison lacks leaves its cells empty', () => {
  const { rows } = ratioTable(comparisons, ['wasm', 'tensorflow'], ['eager', 'compiled']);
  assert.deepEqual(rows[1], ['two', '1.50 (40/50)', '', '2.00 (40/50)', '', '0.75', '', '', '']);
});

test('A Markdown table aligns all columns but the first to the right', () => {
  assert.equal(
    numberTable(['layer', 'ms'], [['conv', 1.5]]),
    '| layer |  ms |\n| ----- | --: |\n| conv  | 1.5 |',
  );
});

test('A block goes to the end at first and takes its own place afterwards', () => {
  const once = withBlock('# Title\n\nText.\n', 'numbers', 'old');
  assert.equal(once, '# Title\n\nText.\n\n<!-- numbers -->\n\nold\n\n<!-- /numbers -->\n');
  const more = `${once}\nAfter.\n`;
  assert.equal(withBlock(more, 'numbers', 'new'), more.replace('old', 'new'));
});

test('Half a pair of marks is an error', () => {
  assert.throws(() => withBlock('<!-- numbers -->', 'numbers', 'x'), /numbers/);
  assert.throws(() => withBlock('<!-- /numbers -->', 'numbers', 'x'), /numbers/);
});
