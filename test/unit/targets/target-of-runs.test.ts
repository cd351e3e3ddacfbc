/** The arithmetic of AlgoPerf's procedure: winner, median, worst test value, rounding. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { better, reaches } from '../../../harness/record/goal.ts';
import {
  bestValidation,
  roundedEasier,
  targetOfRuns,
  winnerOf,
} from '../../../harness/targets/target-of-runs.ts';
import { run } from './runs.ts';

test('the winner has the best value of any evaluation, not the best last one', () => {
  const [early, late] = [run([0.5, 0.1, 0.4]), run([0.5, 0.3, 0.2])];
  assert.equal(winnerOf([late, early], 'minimize'), early);
  assert.equal(winnerOf([late, early], 'maximize'), late);
  assert.equal(winnerOf([run([0.2]), run([0.1]), early], 'minimize')?.curve[0]?.[2], 0.1);
});

test('a run without evaluations never wins, and nobody wins among such runs', () => {
  const one = run([9]);
  assert.equal(winnerOf([run([]), one, run([])], 'minimize'), one);
  assert.equal(winnerOf([run([])], 'minimize'), undefined);
});

test('the target is the median of the best values; the test target the worst test value where it is first reached', () => {
  const runs = [
    run([0.5, 0.3, 0.2], [0.5, 0.35, 0.9]), // reaches 0.3 at once, long before its best
    run([0.4, 0.31, 0.3], [0.4, 0.33, 0.32]),
    run([0.4, 0.36, 0.35], [0.4, 0.1, 0.1]), // never reaches it: its test values do not count
  ];
  assert.deepEqual(targetOfRuns(runs, 'minimize'), { validation: 0.3, test: 0.35, hits: 2 });
});

test('where more is better the same holds upside down', () => {
  const runs = [
    run([0.2, 0.7, 0.8], [0.2, 0.66, 0.1]),
    run([0.5, 0.69, 0.7], [0.5, 0.6, 0.64]),
    run([0.5, 0.64, 0.6], [0.5, 0.9, 0.9]),
  ];
  assert.deepEqual(targetOfRuns(runs, 'maximize'), { validation: 0.7, test: 0.64, hits: 2 });
});

test('of an even number of runs the middle two are averaged', () => {
  const runs = [run([0.1]), run([0.2]), run([0.4]), run([0.8])];
  assert.deepEqual(targetOfRuns(runs, 'minimize'), { validation: 0.3, test: 0.2, hits: 2 });
  assert.deepEqual(targetOfRuns(runs, 'maximize'), { validation: 0.3, test: 0.4, hits: 2 });
});

test('a run that diverged before its first evaluation counts as the worst', () => {
  const runs = [run([]), run([0.1]), run([0.2])];
  assert.equal(targetOfRuns(runs, 'minimize')?.validation, 0.2);
  assert.equal(targetOfRuns(runs, 'maximize')?.validation, 0.1);
  assert.equal(targetOfRuns([run([]), run([]), run([0.1])], 'minimize'), undefined);
});

test('a target has four digits and lies on the easier side', () => {
  assert.equal(roundedEasier(0.123412, 'minimize'), 0.1235);
  assert.equal(roundedEasier(0.123456, 'maximize'), 0.1234);
  assert.equal(roundedEasier(0.99999, 'minimize'), 1);
  assert.equal(roundedEasier(-0.123456, 'minimize'), -0.1234);
  assert.equal(roundedEasier(45.67, 'minimize'), 45.67);
  assert.equal(roundedEasier(0, 'maximize'), 0);
});

const values = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 8,
});
const goals = fc.constantFrom('minimize' as const, 'maximize' as const);

test('whatever the runs, at least half reach the target, and no test value where it was reached is worse than the test target', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 12 }), goals, (curves, goal) => {
      const runs = curves.map((curve) => run(curve));
      const found = targetOfRuns(runs, goal);
      assert.ok(found !== undefined);
      const hit = runs.filter((one) => reaches(bestValidation(one, goal)!, found.validation, goal));
      assert.equal(found.hits, hit.length);
      assert.ok(2 * hit.length >= runs.length);
      for (const { curve } of hit) {
        const first = curve.find(([, , value]) => reaches(value, found.validation, goal))!;
        assert.ok(reaches(first[3]!, found.test, goal));
      }
    }),
  );
});

test('rounding never makes a target harder and moves it by less than a unit of its last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), goals, (value, goal) => {
      const rounded = roundedEasier(value, goal);
      assert.ok(reaches(value, rounded, goal));
      assert.ok(rounded === value || better(value, rounded, goal));
      assert.ok(Math.abs(rounded / value - 1) < 1.001e-3);
      assert.equal(Number(rounded.toPrecision(4)), rounded);
    }),
  );
});
