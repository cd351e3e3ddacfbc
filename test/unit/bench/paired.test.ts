import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '../../../harness/bench/paired.ts';

const pair = (a: number, b: number, rate = 1000) =>
  [
    { milliseconds: a, rate: 1000 },
    { milliseconds: b, rate },
  ] as const;

test('The share is the median difference over the median of the second', () => {
  const pairs = [pair(101, 100), pair(204, 200), pair(52, 50)];
  const { share, base, kept, taken } = differenceOf(pairs, 1000);
  assert.deepEqual({ share, base, kept, taken }, { share: 0.02, base: 100, kept: 3, taken: 3 });
});

test('A pair with one disturbed sample is left out', () => {
  const { share, kept, taken } = differenceOf([pair(110, 100), pair(900, 100, 900)], 1000);
  assert.deepEqual({ share, kept, taken }, { share: 0.1, kept: 1, taken: 2 });
});

test('The interval lies between order statistics', () => {
  const pairs = Array.from({ length: 100 }, (_, i) => pair(101 + i, 100));
  const { low, high } = differenceOf(pairs, 1000);
  // Ranks 40 and 61 of 100; the difference of rank r is r percent.
  assert.deepEqual([low, high], [0.4, 0.61]);
});

test('Few pairs give no interval', () => {
  const { low, high } = differenceOf([pair(2, 1), pair(2, 1), pair(2, 1)], 1000);
  assert.deepEqual([low, high], [NaN, NaN]);
});
