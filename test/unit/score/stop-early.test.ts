import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { median } from '../../../harness/score/median.ts';
import {
  decideStop,
  finishedTrial,
  stopLimit,
  type FinishedTrial,
} from '../../../harness/score/stop-early.ts';
import { outcomes, sampleResult } from '../results/sample.ts';

const hit = (study: number, trial: number, seconds: number): FinishedTrial => ({
  study,
  trial,
  seconds,
});
const three = { studies: 3, trials: 2 };

test('the first trial of a submission has no limit', () => {
  assert.deepEqual(stopLimit(three, [], 1), { kind: 'none' });
});

test('a trial may stop once its study has a faster one', () => {
  const limit = stopLimit(three, [hit(1, 1, 40)], 1);
  assert.deepEqual(decideStop(limit, 39.9), { kind: 'continue' });
  const stop = decideStop(limit, 40);
  assert.ok(stop.kind === 'stop' && /another trial of study 1/.test(stop.reason));
});

test('the third study may stop at the slower of the other two, whose median it then is', () => {
  const limit = stopLimit(three, [hit(1, 1, 40), hit(2, 1, 60)], 3);
  assert.ok(limit.kind === 'limit' && limit.seconds === 60 && /median/.test(limit.reason));
});

test('a workload that two of three studies have missed needs no third', () => {
  const missed = [1, 2].flatMap((study) => [hit(study, 1, Infinity), hit(study, 2, Infinity)]);
  const limit = stopLimit(three, missed, 3);
  assert.ok(decideStop(limit, 0).kind === 'stop');
  assert.deepEqual(stopLimit(three, missed.slice(1), 3), { kind: 'none' });
});

test('crashed and killed trials are no evidence; ended ones count as not reached', () => {
  const seconds = outcomes.map((outcome) => finishedTrial(sampleResult({ outcome }))[0]?.seconds);
  assert.deepEqual(seconds, [8, 8, Infinity, Infinity, Infinity, undefined, undefined]);
});

/** Seconds to target by study, then trial, with a budget; and any order in which the trials run. */
const contest = fc
  .record({
    studies: fc.integer({ min: 1, max: 5 }),
    trials: fc.integer({ min: 1, max: 4 }),
    times: fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Infinity)), {
      minLength: 20,
      maxLength: 20,
    }),
    order: fc.shuffledSubarray(
      Array.from({ length: 20 }, (_, i) => i),
      { minLength: 20, maxLength: 20 },
    ),
  })
  .map(({ studies, trials, times, order }) => ({
    plan: { studies, trials },
    runs: order
      .filter((i) => i < studies * trials)
      .map((i) => hit(1 + Math.floor(i / trials), 1 + (i % trials), times[i]!)),
  }));

const medianOf = (studies: number, trials: readonly FinishedTrial[]): number =>
  median(
    Array.from({ length: studies }, (_, i) =>
      Math.min(...trials.filter(({ study }) => study === i + 1).map(({ seconds }) => seconds)),
    ),
  );

test('the median over studies is the same with and without stopping, in any order of the trials', () => {
  fc.assert(
    fc.property(contest, ({ plan, runs }) => {
      const stopped: FinishedTrial[] = [];
      for (const run of runs) {
        const limit = stopLimit(plan, stopped, run.study);
        const reached = limit.kind === 'none' || run.seconds < limit.seconds;
        stopped.push(reached ? run : { ...run, seconds: Infinity });
      }
      assert.equal(medianOf(plan.studies, stopped), medianOf(plan.studies, runs));
    }),
    { numRuns: 3000 },
  );
});

test('stopping saves time: a field of equal studies stops all but one trial each', () => {
  const finished: FinishedTrial[] = [];
  let spent = 0;
  for (const study of [1, 2, 3]) {
    for (const [trial, seconds] of [10, 30].entries()) {
      const limit = stopLimit(three, finished, study);
      const used = limit.kind === 'limit' ? Math.min(limit.seconds, seconds) : seconds;
      spent += used;
      finished.push(hit(study, trial + 1, used < seconds ? Infinity : seconds));
    }
  }
  assert.equal(spent, 60, 'half of the 120 s');
});
