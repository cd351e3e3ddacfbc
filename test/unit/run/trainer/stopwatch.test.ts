import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stopwatch } from '../../../../harness/run/trainer/stopwatch.ts';

/** Runs `body` on a clock that the test sets, in milliseconds. */
function onClock(body: (clock: { now: number }) => void): void {
  const clock = { now: 1000 };
  const before = performance.now.bind(performance);
  performance.now = () => clock.now;
  try {
    body(clock);
  } finally {
    performance.now = before;
  }
}

test('a stopwatch counts what passes between start and stop, and goes on from what it is told', () => {
  onClock((clock) => {
    const watch = new Stopwatch();
    clock.now += 500;
    assert.equal(watch.seconds, 0);
    watch.start(0);
    clock.now += 1500;
    assert.equal(watch.seconds, 1.5);
    watch.stop();
    clock.now += 9000;
    assert.equal(watch.seconds, 1.5);
    watch.start(1.25);
    clock.now += 250;
    watch.stop();
    assert.equal(watch.seconds, 1.5);
  });
});

test('a clock that is replaced later does not move it', () => {
  const watch = new Stopwatch();
  watch.start(0);
  onClock((clock) => {
    clock.now = 1e12;
    assert.ok(watch.seconds < 60);
  });
});
