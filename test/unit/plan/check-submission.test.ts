import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice, linear, log } from '#spec';
import { checkSubmission } from '../../../harness/plan/check-submission.ts';

const sound = {
  title: 'SGD',
  authors: ['Herbert Robbins', 'Sutton Monro'],
  reference: 'https://doi.org/10.1214/aoms/1177729586',
  algorithm: () => ({}),
};

test('a submission is sound with a space, with points, with both and with neither', () => {
  const space = { rate: log(0.1, 1), momentum: linear(0, 0.9), nesterov: choice(true, false) };
  const point = { rate: 0.1, momentum: 0, nesterov: true };
  assert.deepEqual(checkSubmission(sound), []);
  assert.deepEqual(checkSubmission({ ...sound, space }), []);
  assert.deepEqual(checkSubmission({ ...sound, space, points: [point] }), []);
  assert.deepEqual(checkSubmission({ ...sound, points: [point, { ...point, rate: 1 }] }), []);
});

test('a value that is no record is refused as a whole', () => {
  for (const value of [undefined, null, 3, [sound], () => sound]) {
    const problems = checkSubmission(value);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /^The default export is .*Export defineSubmission/);
  }
});

const cases: readonly (readonly [string, object, RegExp])[] = [
  ['an empty title', { title: ' ' }, /^title is " "\. It must be the method's name\.$/],
  ['no authors', { authors: [] }, /^authors is \[\]\. It must be a list of at least one name\.$/],
  ['a number as author', { authors: [1] }, /^authors is \[1\]/],
  ['a reference without address', { reference: 'Robbins 1951' }, /^reference is "Robbins 1951"/],
  ['an algorithm that is no function', { algorithm: {} }, /^algorithm is \{\}\. .*\(hp, task\)/],
  ['a misspelt key', { spcae: {} }, /^"spcae" means nothing here\. A submission has: title, /],
  ['a space that is a list', { space: [] }, /^space is \[\]\. It must hold a range/],
  ['an empty space', { space: {} }, /^space is empty\. Leave it out/],
  ['a bare number as range', { space: { rate: 1 } }, /^space\.rate is 1\. Use log\(min, max\)/],
  [
    'an unknown scale',
    { space: { rate: { scale: 'exp', min: 1, max: 2 } } },
    /^space\.rate\.scale is "exp"/,
  ],
  ['a log scale from zero', { space: { rate: log(0, 1) } }, /^space\.rate is a log scale from 0/],
  ['a range upside down', { space: { rate: linear(2, 1) } }, /^space\.rate runs from 2 to 1\./],
  ['a range without end', { space: { rate: linear(0, Infinity) } }, /runs from 0 to Infinity/],
  ['an empty choice', { space: { rate: choice() } }, /^space\.rate chooses from \[\]/],
  ['a choice of lists', { space: { rate: { scale: 'choice', values: [[1]] } } }, /from \[\[1\]\]/],
  ['a choice twice', { space: { rate: choice(1, 1) } }, /names a value twice/],
  ['no points', { points: [] }, /^points is \[\]\. It must be a list of at least one point\.$/],
  ['a point that is a number', { points: [{ a: 1 }, 2] }, /^points\[1\] is 2\./],
  [
    'a point without a hyperparameter',
    { space: { rate: log(1, 2) }, points: [{}] },
    /^points\[0\] lacks "rate"\. Every point has: rate\.$/,
  ],
  [
    'a point with one too many',
    { space: { rate: log(1, 2) }, points: [{ rate: 1, b1: 0.9 }] },
    /^points\[0\] has "b1"\. Every point has just: rate\.$/,
  ],
  ['points that differ in names', { points: [{ a: 1 }, { b: 1 }] }, /^points\[1\] lacks "a"/],
  ['a point with NaN', { points: [{ a: NaN }] }, /^points\[0\]\.a is NaN\. It must be a finite/],
];

for (const [what, change, message] of cases)
  test(`${what} is named`, () => {
    const problems = checkSubmission({ ...sound, ...change });
    assert.ok(
      problems.some((problem) => message.test(problem)),
      `${String(message)} is not among ${JSON.stringify(problems)}`,
    );
  });

test('all problems are told at once', () => {
  assert.equal(checkSubmission({}).length, 4);
});
