/** Which bucket each phase of a trial falls into. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrialClock, type Phase } from '../../../../harness/run/referee/trial-clock.ts';
import { overdue } from '../../../../harness/run/referee/watch-time.ts';
import { aimlessPlan, samplePlan } from '../../record/sample.ts';

/** A clock that the test moves. */
function moved() {
  const now = { seconds: 0 };
  const clock = new TrialClock(() => now.seconds);
  return { clock, pass: (seconds: number) => void (now.seconds += seconds) };
}

test('every phase has its bucket, and only training is billed', () => {
  const { clock, pass } = moved();
  const phases: readonly Phase[] = ['training', 'handingOver', 'judging', 'noting', 'ended'];
  pass(2);
  for (const [i, phase] of phases.entries()) {
    clock.enter(phase);
    pass(10 ** (i + 1));
  }
  assert.equal(clock.billed, 10);
  assert.equal(clock.loading, 2);
  assert.deepEqual(clock.close(), {
    wall: 111_112,
    setup: 2,
    submission: 10,
    transfer: 100,
    evaluation: 1000,
    checkpoint: 0,
    logging: 110_000,
  });
});

test('what a transfer takes beyond its allowance is billed, by its own time alone', () => {
  const { clock, pass } = moved();
  for (const seconds of [0.2, 5.25]) {
    clock.enter('training');
    pass(1);
    clock.enter('handingOver');
    pass(seconds);
    clock.received(0);
    pass(1);
  }
  assert.equal(clock.phase, 'judging');
  assert.ok(Math.abs(clock.billed - (2 + 5)) < 1e-9, `billed ${clock.billed}`);
  const { transfer, evaluation } = clock.close();
  assert.ok(Math.abs(transfer - 0.45) < 1e-9);
  assert.equal(evaluation, 2);
});

test('many bytes may take longer', () => {
  const { clock, pass } = moved();
  clock.enter('handingOver');
  pass(2.25);
  clock.received(100e6);
  assert.equal(clock.billed, 0);
});

test('a trainer is overdue when it does not load, or does not come back after its budget', () => {
  const at = (phase: Phase, billed: number, loading: number) =>
    overdue(samplePlan, { phase, billed, loading });
  assert.equal(at('loading', 0, 119), undefined);
  assert.match(at('loading', 0, 121)!, /not ready after 120 s/);
  assert.equal(at('training', 16, 121), undefined); // budget 12 s, and 5 s of grace
  assert.match(at('training', 18, 1)!, /had not returned 5 s after its time was up/);
});

test('a trial that ends by its evaluations may train as long as it likes', () => {
  assert.equal(overdue(aimlessPlan, { phase: 'training', billed: 1e6, loading: 1 }), undefined);
});
