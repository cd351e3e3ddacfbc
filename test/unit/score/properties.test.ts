/** What must hold of any scores, whatever the contest. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import type { TrialResult } from '../../../harness/record/result.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { rules, type Rules } from '../../../harness/score/summary.ts';
import { contest, resultsOf, type Times } from './contest.ts';

const scoresOf = (results: readonly TrialResult[], rule: Rules): Map<string, number> =>
  new Map(
    summarize(results, { rules: rule, resamples: 1 }).submissions.map(({ name, score }) => [
      name,
      score,
    ]),
  );

const mapTimes = (times: Times, change: (time: number, at: number[]) => number): Times =>
  times.map((row, i) => row.map((cell, j) => cell.map((time, k) => change(time, [i, j, k]))));

const ruleNames = fc.constantFrom(...rules);
const settings = { numRuns: 150 };

test('scores lie in [0, 1]', () => {
  fc.assert(
    fc.property(contest(3), ruleNames, (times, rule) => {
      for (const score of scoresOf(resultsOf(times), rule).values())
        assert.ok(score >= 0 && score <= 1);
    }),
    settings,
  );
});

test('a uniform slowdown of every submission changes no score', () => {
  fc.assert(
    // Powers of two, so that no quotient is rounded differently.
    fc.property(contest(3), ruleNames, fc.constantFrom(0.25, 2, 8), (times, rule, factor) => {
      const slower = mapTimes(times, (time) => time * factor);
      assert.deepEqual(scoresOf(resultsOf(slower), rule), scoresOf(resultsOf(times), rule));
    }),
    settings,
  );
});

test('making one submission faster on one study never lowers its score', () => {
  fc.assert(
    fc.property(
      contest(3),
      ruleNames,
      fc.nat(2),
      fc.nat(2),
      fc.integer({ min: 1, max: 100 }),
      (times, rule, workload, study, seconds) => {
        const faster = mapTimes(times, (time, [i, j, k]) =>
          i === 0 && j === workload && k === study ? Math.min(time, seconds) : time,
        );
        const before = scoresOf(resultsOf(times), rule).get('s0')!;
        assert.ok(scoresOf(resultsOf(faster), rule).get('s0')! >= before - 1e-12);
      },
    ),
    settings,
  );
});

test('a copy of a submission leaves everyone else with their score', () => {
  fc.assert(
    fc.property(contest(3), ruleNames, (times, rule) => {
      const before = scoresOf(resultsOf(times), rule);
      const after = scoresOf(resultsOf([...times, times[0]!]), rule);
      for (const [name, score] of before) assert.equal(after.get(name), score);
      assert.equal(after.get(`s${times.length}`), before.get('s0'));
    }),
    settings,
  );
});

test('the area under the exact profile is the closed-form score', () => {
  fc.assert(
    fc.property(contest(3), (times) => {
      const { profiles, submissions } = summarize(resultsOf(times), { resamples: 1 });
      for (const { submission, steps } of profiles) {
        const area = steps
          .slice(1)
          .reduce((sum, { ratio }, i) => sum + steps[i]!.share * (ratio - steps[i]!.ratio), 0);
        const { score } = submissions.find(({ name }) => name === submission)!;
        assert.ok(Math.abs(area / 3 - score) < 1e-12);
      }
    }),
    settings,
  );
});

test('third parties move no pairwise speed-up, not even its interval', () => {
  fc.assert(
    fc.property(contest(3), (times) => {
      const pairOf = (results: readonly TrialResult[]) =>
        summarize(results, { resamples: 50 }).pairs.find(
          ({ first, second }) => first === 's0' && second === 's1',
        );
      assert.deepEqual(pairOf(resultsOf(times)), pairOf(resultsOf(times.slice(0, 2))));
    }),
    { numRuns: 50 },
  );
});

test('the two halves of the pairwise matrix mirror each other', () => {
  fc.assert(
    fc.property(contest(3), (times) => {
      const { pairs } = summarize(resultsOf(times), { resamples: 50 });
      for (const { first, second, wins, losses, verdict } of pairs) {
        const other = pairs.find((pair) => pair.first === second && pair.second === first)!;
        assert.deepEqual([wins, losses], [other.losses, other.wins]);
        assert.equal(verdict === 'faster', other.verdict === 'slower');
      }
    }),
    { numRuns: 50 },
  );
});

test('a summary holds finite numbers only and survives JSON unchanged', () => {
  fc.assert(
    fc.property(contest(2), (times) => {
      const summary = summarize(resultsOf(times), { resamples: 20, reference: 's0' });
      assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
    }),
    { numRuns: 50 },
  );
});
