import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { cpuSecondsOf, noiseBetween, type NoiseReading } from '../../../harness/machine/noise.ts';

/** A trial of 30 s that had the CPU to itself all the time; its threads pushed one another off it. */
const before: NoiseReading = {
  seconds: 10,
  involuntarySwitches: 0,
  cpuSeconds: 1,
  busyTicks: 50_000,
  stealTicks: 0,
  ticks: 60_000,
  load: 1,
};
const after: NoiseReading = {
  ...before,
  seconds: 40,
  involuntarySwitches: 6000,
  cpuSeconds: 31,
  busyTicks: 53_000,
  ticks: 63_000,
};
const marks = (changes: Partial<NoiseReading>) => noiseBetween(before, { ...after, ...changes }, 1);

describe('A trial counts as disturbed', () => {
  test('not when its own threads alone took turns', () => {
    const { disturbed, othersShare, involuntarySwitchesPerSecond } = marks({});
    assert.deepEqual(disturbed, []);
    assert.equal(othersShare, 0);
    assert.equal(involuntarySwitchesPerSecond, 200);
  });

  test('when other processes had its CPU', () => {
    const { disturbed, othersShare } = marks({ cpuSeconds: 28 });
    assert.deepEqual(disturbed, ['other processes took 10 % of the CPU (bound 3 %)']);
    assert.ok(Math.abs(othersShare! - 0.1) < 1e-12);
  });

  test('not for the moment at its end that nobody saw, though it be much of a short trial', () => {
    const short = { seconds: 11, busyTicks: 50_100, ticks: 60_100, involuntarySwitches: 0 };
    assert.deepEqual(marks({ ...short, cpuSeconds: 1.6 }).disturbed, []);
    assert.equal(marks({ ...short, cpuSeconds: 1.4 }).disturbed.length, 1);
  });

  test('when the hypervisor took its CPU, the load was higher than its own or the frequency fell', () => {
    assert.match(marks({ stealTicks: 300 }).disturbed[0]!, /^10\.0 % of the CPU's time stolen/);
    assert.match(marks({ load: 2 }).disturbed[0]!, /^load 1\.00 before and 2\.00 after/);
    const slower = noiseBetween({ ...before, frequency: 3000 }, { ...after, frequency: 2400 }, 1);
    assert.deepEqual(slower.disturbed, ['CPU frequency changed by 20 %']);
  });
});

test('The CPU time of a process is that of all its threads', (t) => {
  if (!existsSync('/proc/self/stat')) {
    t.skip('there is no /proc');
    return;
  }
  const start = performance.now();
  while (performance.now() - start < 100);
  const { user, system } = process.cpuUsage();
  const seen = cpuSecondsOf(process.pid);
  assert.ok(Math.abs(seen - (user + system) / 1e6) < 0.05, `${seen} s`);
  assert.equal(cpuSecondsOf(2 ** 30), 0);
});
