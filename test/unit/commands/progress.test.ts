import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from '../../../harness/commands/progress.ts';
import { targetsWording } from '../../../harness/commands/targets-wording.ts';
import { trialWording } from '../../../harness/commands/trial-wording.ts';
import type { ReadyTrial } from '../../../harness/run/queue.ts';
import { measured, outcomes, samplePlan, sampleResult } from '../record/sample.ts';

const trialOf = (submission: string, workload = samplePlan.workload): ReadyTrial => ({
  plan: { ...samplePlan, submission, workload },
  about: measured.about,
  hashes: measured.hashes,
  programs: { trainer: 'trainer.mjs', referee: 'referee.mjs' },
  submissionFile: 'submission.mjs',
  splits: { train: 'train', validation: 'validation', test: 'test' },
});

/** Progress on a clock that the test sets. */
function following(wording: typeof trialWording, slots = 1) {
  const clock = { seconds: 0 };
  const progress = new Progress(slots, wording, () => clock.seconds);
  const starts = (trial: ReadyTrial, name?: string) =>
    progress.note({ kind: 'started', trial }, name);
  const evaluates = (trial: ReadyTrial) =>
    progress.note({ kind: 'evaluated', trial, evaluation: sampleResult().evaluations[0]! });
  const ends = (trial: ReadyTrial, outcome = outcomes[0]!, name?: string) =>
    progress.note(
      { kind: 'ended', trial, result: sampleResult({ outcome }), path: 'kept.json' },
      name,
    );
  return { clock, progress, starts, evaluates, ends };
}

test('a run says what each trial does, how it ended, and what is left by the forecast', () => {
  const { clock, progress, starts, evaluates, ends } = following(trialWording);
  progress.expect(samplePlan.workload, 3, 100);
  assert.equal(progress.status(), '0 of 3 trials done, about 5 min 0 s left');
  const alpha = trialOf('alpha');
  assert.equal(starts(alpha), undefined);
  const name = 'alpha on digits_wide, study 1 trial 2';
  assert.equal(progress.status(), `0 of 3 trials done, about 5 min 0 s left\n  ${name}: loading`);
  clock.seconds = 30;
  assert.equal(evaluates(alpha), undefined);
  assert.equal(
    progress.status(),
    `0 of 3 trials done, about 4 min 30 s left\n  ${name}: accuracy 0.9000 of 0.97 at step 320, 4.0 s`,
  );
  clock.seconds = 40;
  assert.equal(ends(alpha), `1/3 ${name}: reached the target in 8.0 s (step 640)`);
});

test('what trials took replaces the forecast, for their workload alone', () => {
  const { clock, progress, starts, ends } = following(trialWording, 2);
  progress.expect('digits', 3, 100);
  progress.expect('words', 1, 60);
  const first = trialOf('alpha', 'digits');
  starts(first);
  clock.seconds = 20;
  ends(first);
  // Two of digits at 20 s and one of words at 60 s, two at a time.
  assert.equal(progress.status(), '1 of 4 trials done, about 50 s left');
});

test('a trial that takes longer than expected takes nothing from the others', () => {
  const { clock, progress, starts } = following(trialWording);
  progress.expect('digits', 2, 10);
  starts(trialOf('alpha', 'digits'));
  clock.seconds = 1000;
  assert.match(progress.status(), /^0 of 2 trials done, about 11 s left\n/);
});

test('targets know no time before the first run, and then count down over all workloads', () => {
  const { clock, progress, starts, ends } = following(targetsWording);
  progress.expect('digits', 2);
  progress.expect('words', 1);
  assert.equal(progress.status(), '3 runs left');
  const run = trialOf('adamw', 'digits');
  starts(run, 'digits search 1/2 adamw');
  clock.seconds = 10;
  assert.equal(
    ends(run, outcomes[2], 'digits search 1/2 adamw'),
    'digits search 1/2 adamw: best accuracy 0.971 (2 runs left, about 20 s)',
  );
  progress.expect('digits', 0);
  assert.equal(progress.status(), '1 runs left, about 10 s');
  const [, , , , diverged, crashed] = outcomes;
  starts(run, 'digits');
  assert.match(ends(run, diverged, 'digits')!, /^digits: diverged, best accuracy 0\.971 \(/);
  starts(run, 'digits');
  assert.match(ends(run, crashed, 'digits')!, /^digits: crashed: out of memory \(/);
});
