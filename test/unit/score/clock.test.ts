/** Which seconds of a result are scored, and what the cost of evaluations says of a trial's CPU. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrialResult } from '../../../harness/record/result.ts';
import { onClock } from '../../../harness/score/clock.ts';
import { hangingOn } from '../../../harness/score/hanging.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { slowness } from '../../../harness/score/yardstick.ts';
import { sampleResult } from '../record/sample.ts';

/** A trial that reaches its target at `seconds`, in whose evaluations the CPU took so long. */
function trial(submission: string, yardstick: number, seconds = 8, study = 1): TrialResult {
  const result = sampleResult({ plan: { submission, study, trial: 1, workload: 'digits' } });
  const evaluations = result.evaluations.map((one, i) => ({
    ...one,
    seconds: (seconds * (i + 1)) / 2,
    wallSeconds: seconds * (i + 1),
    yardstickSeconds: i === 0 ? 9 : yardstick, // the first compiles
  }));
  return { ...result, evaluations, outcome: { ...result.outcome, seconds } };
}

const field = [1, 1.02, 1, 1.3].map((yardstick, i) => trial(`s${i}`, yardstick));

test('a trial is as slow as its evaluations over those of quiet ones', () => {
  const slow = slowness(field);
  assert.deepEqual(
    field.map((result) => slow.get(result)?.toFixed(2)),
    ['1.00', '1.02', '1.00', '1.30'],
  );
});

test('evaluations of milliseconds tell nothing', () => {
  assert.equal(slowness([trial('a', 0.001), trial('b', 0.01)]).size, 0);
});

test('each clock has its seconds, at evaluations and at the end', () => {
  const seconds = (clock: Parameters<typeof onClock>[1]) => {
    const { evaluations, outcome } = onClock(field, clock)[3]!;
    return [...evaluations.map((one) => one.seconds), outcome.seconds].map((s) => s.toFixed(2));
  };
  assert.deepEqual(seconds('clear'), ['4.00', '8.00', '8.00']);
  assert.deepEqual(seconds('wall'), ['8.00', '16.00', '16.00']);
  assert.deepEqual(seconds('yardstick'), ['3.08', '6.15', '6.15']);
});

test('a trial that reached nothing waited for what others had as well', () => {
  const missed = { ...trial('a', 1), outcome: { status: 'missed', seconds: 12, step: 9 } } as const;
  const [{ outcome }] = onClock([missed], 'wall') as [TrialResult];
  assert.equal(outcome.seconds.toFixed(2), '12.50'); // 0.3 + 0.1 + 0.1 s in the ledger
});

test('another clock, and trials on a slowed CPU, are noted', () => {
  const { notes } = summarize(onClock(field, 'wall'), { clock: 'wall', resamples: 1 });
  const texts = notes.flatMap(({ kind, text }) =>
    ['clock', 'slowed'].includes(kind) ? [text] : [],
  );
  assert.match(texts[0]!, /wall seconds/);
  assert.match(texts[1]!, /s3 on digits, study 1, trial 1 had a CPU 30 % slower/);
  assert.equal(texts.length, 2);
});

test('places that hang on a slowed trial are told, others are not', () => {
  const close = [trial('a', 1, 8), trial('b', 1.3, 9), trial('c', 1, 11), trial('d', 1, 11.5)];
  const [note, ...rest] = hangingOn(close, {});
  assert.equal(rest.length, 0);
  assert.match(note!.text, /hang on 1 trials .* place 1 would be b's, not a's/);
  const far = [trial('a', 1, 4), trial('b', 1.3, 9), trial('c', 1, 11), trial('d', 1, 11.5)];
  assert.deepEqual(hangingOn(far, {}), []);
});
