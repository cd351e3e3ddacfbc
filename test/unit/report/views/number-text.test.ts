import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as text from '../../../../harness/report/views/number-text.ts';

const same = <Value>(render: (value: Value) => string, cases: readonly [Value, string][]): void => {
  for (const [value, expected] of cases) {
    assert.equal(render(value).replaceAll('\u202f', ' ').replaceAll('\u2212', '-'), expected);
  }
};

test('counts are grouped in threes, whatever the language of the machine', () => {
  same(text.countText, [
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [48151623.4, '48 151 623'],
    [-1234, '-1 234'],
  ]);
});

test('measured numbers keep three digits', () => {
  same(
    (value: number) => text.significantText(value),
    [
      [0, '0'],
      [0.012345, '0.0123'],
      [1, '1.00'],
      [12.345, '12.3'],
      [99.96, '100'],
      [1234.5, '1 235'],
      [0.0000123, '1.23e-5'],
      [-2.5, '-2.50'],
      [12345678, '1.23e7'],
    ],
  );
});

test('chosen numbers are not padded', () => {
  same(text.chosenText, [
    [0.1, '0.1'],
    [4, '4'],
    [0.30000000000000004, '0.3'],
    [20000, '20 000'],
    [0.00001, '1e-5'],
    [0, '0'],
  ]);
});

test('a percentage never turns a doubt into certainty', () => {
  same(text.percentText, [
    [0, '0 %'],
    [0.0001, '<1 %'],
    [0.5, '50 %'],
    [0.9999, '>99 %'],
    [1, '100 %'],
  ]);
});

test('durations choose their unit', () => {
  same(text.durationText, [
    [12.34, '12.3 s'],
    [150, '2.5 min'],
    [9000, '2.5 h'],
    [5.7e6, '1 583 h'],
  ]);
});

test('ratios, scores and changes have a fixed number of decimals', () => {
  same(text.ratioText, [
    [1, '1.00×'],
    [1.414, '1.41×'],
    [1234, '1 234×'],
  ]);
  same(text.scoreText, [[0.77844, '0.778']]);
  same(text.changeText, [
    [0.0123, '+0.012'],
    [-0.0123, '-0.012'],
    [0.0001, '0'],
  ]);
});

test('bytes and hyperparameters read as one would write them', () => {
  same(text.bytesText, [
    [512, '512 B'],
    [480_000_000, '458 MiB'],
  ]);
  same(text.hyperparameterText, [
    [0.0031622776, '0.003162'],
    [64, '64'],
    [true, 'true'],
    ['cosine', 'cosine'],
  ]);
});
