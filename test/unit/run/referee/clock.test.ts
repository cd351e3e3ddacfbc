import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../../harness/run/referee/clock.ts';

/** A clock whose time the test sets. */
function atHand(): { clock: Clock; readonly advance: (seconds: number) => void } {
  let now = 100;
  return { clock: new Clock(() => now), advance: (seconds) => void (now += seconds) };
}

test('time falls into the bucket that was entered last, and the buckets add up to the wall time', () => {
  const { clock, advance } = atHand();
  advance(1);
  clock.enter('submission');
  advance(10);
  clock.enter('evaluation');
  advance(3);
  clock.enter('submission');
  advance(20);
  const ledger = clock.close();
  assert.deepEqual(ledger, {
    wall: 34,
    setup: 1,
    submission: 30,
    evaluation: 3,
    checkpoint: 0,
    logging: 0,
  });
});

test('a bucket can be read while it runs', () => {
  const { clock, advance } = atHand();
  clock.enter('submission');
  advance(2);
  assert.equal(clock.in('submission'), 2);
  assert.equal(clock.in('evaluation'), 0);
});
