import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { median } from '../../../harness/score/median.ts';
import { studyTime, trialBys, type TrialBy } from '../../../harness/score/study.ts';
import {
  finishedTrial,
  stopLimit,
  type FinishedTrial,
  type StopPlan,
} from '../../../harness/score/stop-early.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import { outcomes, sampleResult } from '../record/sample.ts';

const hit = (study: number, trial: number, seconds: number, evaluation = 4): FinishedTrial => ({
  study,
  trial,
  seconds,
  evaluation: seconds === Infinity ? Infinity : evaluation,
});
const three = { studies: 3, trials: 2 };
const first = { study: 1, trial: 2 };

test('the first trial of a submission has no limit', () => {
  assert.deepEqual(stopLimit(three, [], first), { kind: 'none' });
});

test('a trial may stop once it is slower than its study’s best and past that one’s evaluation', () => {
  const limit = stopLimit(three, [hit(1, 1, 40, 7)], first);
  assert.ok(limit.kind === 'limit' && /another trial of study 1/.test(limit.reason));
  assert.deepEqual([limit.seconds, limit.evaluations], [40, 7]);
});

test('at an equal evaluation the lower trial number stands for its study, so it may go one further', () => {
  const limit = stopLimit(three, [hit(1, 2, 40, 7)], { study: 1, trial: 1 });
  assert.ok(limit.kind === 'limit' && limit.evaluations === 8);
});

test('the last trial of the third study may stop at the slower of the other two, whose median it then is', () => {
  const others = [1, 2].flatMap((study) => [hit(study, 1, 20 + 20 * study), hit(study, 2, 90, 9)]);
  const last = { study: 3, trial: 2 };
  const limit = stopLimit(three, [...others, hit(3, 1, Infinity)], last);
  assert.ok(limit.kind === 'limit' && /median/.test(limit.reason));
  assert.deepEqual([limit.seconds, limit.evaluations], [60, 0]);
  assert.deepEqual(stopLimit(three, others, last), { kind: 'none' }, 'its study may yet be faster');
});

test('a workload that two of three studies have missed needs no third', () => {
  const missed = [1, 2].flatMap((study) => [hit(study, 1, Infinity), hit(study, 2, Infinity)]);
  assert.deepEqual(stopLimit(three, missed, { study: 3, trial: 1 }), { kind: 'skip' });
  assert.deepEqual(stopLimit(three, missed.slice(1), { study: 3, trial: 1 }), { kind: 'none' });
});

test('crashed and killed trials are no evidence; ended ones count as not reached', () => {
  const seconds = outcomes.map((outcome) => finishedTrial(sampleResult({ outcome }))[0]?.seconds);
  assert.deepEqual(seconds, [8, 8, Infinity, Infinity, Infinity, undefined, undefined]);
});

/** A trial run to its end: seconds of each evaluation, and which one hits (none: Infinity). */
interface Run {
  readonly study: number;
  readonly trial: number;
  readonly pace: number;
  readonly hitsAt: number;
}
const evaluationsPlanned = 8;

/** Any contest, in any order of its trials; paces differ, so that the earliest evaluation is often not the fastest. */
const contest = fc
  .record({
    studies: fc.integer({ min: 1, max: 5 }),
    trials: fc.integer({ min: 1, max: 4 }),
    paces: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 20, maxLength: 20 }),
    hits: fc.array(fc.oneof(fc.nat(evaluationsPlanned - 1), fc.constant(Infinity)), {
      minLength: 20,
      maxLength: 20,
    }),
    order: fc.shuffledSubarray(
      Array.from({ length: 20 }, (_, i) => i),
      { minLength: 20, maxLength: 20 },
    ),
  })
  .map(({ studies, trials, paces, hits, order }) => ({
    plan: { studies, trials },
    runs: order
      .filter((i) => i < studies * trials)
      .map((i): Run => ({
        study: 1 + Math.floor(i / trials),
        trial: 1 + (i % trials),
        pace: paces[i]!,
        hitsAt: hits[i]!,
      })),
  }));

/** The trial's record; ended at the first evaluation short of the target that meets the cap. */
function resultOf(
  { study, trial, pace, hitsAt }: Run,
  cap = { seconds: Infinity, evaluations: 0 },
): TrialResult {
  const point = sampleResult().evaluations[0]!;
  const evaluations = [];
  for (let i = 0; i < evaluationsPlanned && i <= hitsAt; i++) {
    const seconds = pace * (i + 1);
    evaluations.push({ ...point, seconds, validation: i === hitsAt ? 1 : 0 });
    if (i < hitsAt && seconds >= cap.seconds && i + 1 >= cap.evaluations) break;
  }
  const { seconds } = evaluations.at(-1)!;
  const reached = evaluations.length === hitsAt + 1;
  const outcome = reached
    ? ({ status: 'reached', seconds, step: 1, evaluation: hitsAt } as const)
    : ({ status: 'stopped', seconds, step: 1, reason: 'test' } as const);
  const budget = { steps: 1e6, stepSeconds: 1, seconds: 1e6 };
  const plan = { study, trial, until: { kind: 'target', budget } } as const;
  return { ...sampleResult({ plan, outcome }), evaluations };
}

function runWithStops(plan: StopPlan, runs: readonly Run[]): TrialResult[] {
  const done: TrialResult[] = [];
  for (const run of runs) {
    const limit = stopLimit(plan, done.flatMap(finishedTrial), run);
    if (limit.kind !== 'skip') done.push(resultOf(run, limit.kind === 'limit' ? limit : undefined));
  }
  return done;
}

function medianOf(results: readonly TrialResult[], trialBy: TrialBy): number {
  const studies = [...new Set(results.map(({ plan }) => plan.study))];
  return median(
    studies.map((study) => {
      const trials = results
        .filter(({ plan }) => plan.study === study)
        .sort((a, b) => a.plan.trial - b.plan.trial);
      const post = { goal: 'maximize', target: 1 } as const;
      return studyTime(trials, post, { trialBy, crossing: 'first' }).seconds;
    }),
  );
}

for (const trialBy of trialBys) {
  test(`the median by ${trialBy} is the same with and without stopping, in any order of the trials`, () => {
    fc.assert(
      fc.property(contest, ({ plan, runs }) => {
        const whole = runs.map((run) => resultOf(run));
        assert.equal(medianOf(runWithStops(plan, runs), trialBy), medianOf(whole, trialBy));
      }),
      { numRuns: 3000 },
    );
  });
}

test('stopping saves time: of trials that hit at 10 s and at 30 s the slower one runs for 10 s', () => {
  const runs = [1, 2, 3].flatMap((study) => [
    { study, trial: 1, pace: 2, hitsAt: 4 },
    { study, trial: 2, pace: 5, hitsAt: 5 },
  ]);
  const spent = runWithStops(three, runs).map(({ evaluations }) => evaluations.at(-1)!.seconds);
  assert.ok(
    spent.every((seconds, i) => seconds === 10 || (i % 2 === 1 && seconds <= 25)),
    spent.join(', '),
  );
});
