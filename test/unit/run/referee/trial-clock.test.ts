/** Which bucket each phase of a trial falls into, and what of it is billed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CpuReading } from '../../../../harness/machine/cpu-account.ts';
import { TrialClock, type Phase } from '../../../../harness/run/referee/trial-clock.ts';
import { overdue, type Times } from '../../../../harness/run/referee/watch-time.ts';
import { aimlessPlan, samplePlan } from '../../record/sample.ts';

/** A clock that the test moves, and CPU counters beside it. */
function moved(stops = true) {
  const now = { seconds: 0 };
  const cpu = { main: 0, others: 0, delayed: 0, throttled: 0, stolen: 0 };
  const read = (): CpuReading => ({ ...cpu });
  const clock = new TrialClock({ now: () => now.seconds, read, stops });
  const pass = (seconds: number, others: Partial<CpuReading> = {}): void => {
    now.seconds += seconds;
    const taken = Object.values(others).reduce((sum, part) => sum + part, 0);
    cpu.main += seconds - taken;
    for (const name of Object.keys(others) as (keyof CpuReading)[]) cpu[name] += others[name]!;
  };
  return { clock, pass };
}

test('every phase has its bucket, and only training is billed', () => {
  const { clock, pass } = moved();
  const phases: readonly Phase[] = ['training', 'judging', 'noting', 'ended'];
  pass(2);
  for (const [i, phase] of phases.entries()) {
    clock.enter(phase);
    pass(10 ** (i + 1));
  }
  assert.equal(clock.billed, 10);
  assert.equal(clock.loading, 2);
  assert.deepEqual(clock.close(), {
    wall: 11_112,
    setup: 2,
    clear: 10,
    waited: 0,
    throttled: 0,
    stolen: 0,
    evaluation: 100,
    checkpoint: 0,
    logging: 11_000,
  });
});

test('what others had of the CPU while training is not billed, and what they had while judging changes nothing', () => {
  const { clock, pass } = moved();
  for (let i = 0; i < 2; i++) {
    clock.enter('training');
    pass(6, { delayed: 2 });
    pass(4, { stolen: 1 });
    assert.equal(clock.billed, 7 * (i + 1));
    assert.equal(clock.wall, 10 * (i + 1));
    clock.enter('judging');
    pass(5, { delayed: 3 });
  }
  const { clear, waited, throttled, stolen, evaluation, wall } = clock.close();
  assert.deepEqual([clear, waited, throttled, stolen, evaluation, wall], [14, 4, 0, 2, 10, 30]);
});

test('a word in the middle of training begins no new stretch', () => {
  const { clock, pass } = moved();
  clock.enter('training');
  pass(3, { delayed: 1 });
  clock.enter('training');
  pass(3);
  assert.equal(clock.billed, 5);
});

test('where the trainer cannot be stopped, judging is billed', () => {
  const { clock, pass } = moved(false);
  pass(1);
  for (const phase of ['training', 'judging', 'noting', 'training', 'ended'] as const) {
    clock.enter(phase);
    pass(1);
  }
  const { setup, clear, evaluation, logging } = clock.close();
  assert.deepEqual([setup, clear, evaluation, logging], [1, 4, 0, 1]);
});

test('a trainer is overdue when it does not load, does not come back after its budget, or does not end', () => {
  const times: Times = { phase: 'loading', billed: 0, wall: 0, loading: 1, phaseSeconds: 1 };
  const at = (change: Partial<Times>) => overdue(samplePlan, { ...times, ...change });
  assert.equal(at({ loading: 119 }), undefined);
  assert.match(at({ loading: 121 })!, /not ready after 120 s/);
  const training = { phase: 'training', loading: 121 } as const;
  assert.equal(at({ ...training, billed: 16, wall: 16 }), undefined); // budget 12 s, and 5 s of grace
  assert.match(at({ ...training, billed: 18, wall: 18 })!, /had not returned 5 s after its time/);
  assert.equal(at({ ...training, billed: 16, wall: 500 }), undefined); // others had the CPU
  assert.match(at({ ...training, billed: 16, wall: 900 })!, /others had the CPU/);
  assert.equal(at({ phase: 'ended', phaseSeconds: 29 }), undefined);
  assert.match(at({ phase: 'ended', phaseSeconds: 31 })!, /30 s after its last word/);
});

test('a trial that ends by its evaluations may train as long as it likes, but not for an hour without one', () => {
  const times: Times = {
    phase: 'training',
    billed: 1e6,
    wall: 1e6,
    loading: 1,
    phaseSeconds: 3599,
  };
  assert.equal(overdue(aimlessPlan, times), undefined);
  assert.match(overdue(aimlessPlan, { ...times, phaseSeconds: 3601 })!, /3600 s/);
});
