import assert from 'node:assert/strict';
import { test } from 'node:test';
import { above, list, most, pairs, refuseNone, whole } from '../../../harness/commands/options.ts';

test('names are separated by commas, trimmed, and count once', () => {
  assert.deepEqual(list('a, b ,,a'), ['a', 'b']);
  assert.deepEqual(list(' , '), []);
});

test('a list that names nothing is refused with what is allowed; one that was not given is not', () => {
  assert.throws(() => {
    refuseNone('--workloads', [], ['digits', 'words']);
  }, /^Error: --workloads names none\. Choose of: digits, words\.$/);
  refuseNone('--workloads', undefined, ['digits']);
  refuseNone('--workloads', ['unknown'], ['digits']);
});

test('a whole number is written in digits and lies between its bounds', () => {
  const trials = whole(1, most.trials);
  assert.deepEqual(['1', '007', '1000'].map(trials), [1, 7, 1000]);
  for (const text of ['0', '1001', '1e9', '1e2', '-1', '2.5', '', ' 3', '0x10', 'NaN'])
    assert.throws(() => trials(text), /It must be a whole number from 1 to 1000, not "/, text);
});

test('a number above a bound is finite', () => {
  const ratio = above(1);
  assert.equal(ratio('1.5'), 1.5);
  for (const text of ['1', '0', 'Infinity', 'NaN', 'x', ''])
    assert.throws(() => ratio(text), /It must be a number above 1, not "/, text);
});

test('pairs gather numbers, truths and texts', () => {
  const [first, second, third] = ['rate=1e-3', 'nesterov=true', 'schedule=cosine=half'];
  assert.deepEqual(pairs(third, pairs(second, pairs(first))), {
    rate: 0.001,
    nesterov: true,
    schedule: 'cosine=half',
  });
  for (const text of ['rate', '=1', 'rate='])
    assert.throws(() => pairs(text), /It must be name=value, not "/, text);
});
