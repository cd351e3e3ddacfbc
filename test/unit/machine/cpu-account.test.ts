import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divide, readCpu, type CpuReading } from '../../../harness/machine/cpu-account.ts';
import { madeSystem } from './made-system.ts';

const zero: CpuReading = { main: 0, others: 0, delayed: 0, throttled: 0, stolen: 0 };
const after = (change: Partial<CpuReading>): CpuReading => ({ ...zero, ...change });

test('a stretch alone on its CPU is clear', () => {
  assert.deepEqual(divide(10, zero, after({ main: 10 })), {
    clear: 10,
    waited: 0,
    throttled: 0,
    stolen: 0,
  });
});

test('waiting behind others is taken away, waiting behind its own threads is not', () => {
  const { clear, waited } = divide(10, zero, after({ main: 4, others: 1, delayed: 5 }));
  assert.deepEqual([clear, waited], [6, 4]);
});

test('throttled time counts once, whether the run queue’s delay contains it or not', () => {
  const inside = divide(10, zero, after({ main: 5, delayed: 5, throttled: 4 }));
  assert.deepEqual(inside, { clear: 5, waited: 1, throttled: 4, stolen: 0 });
  const beside = divide(10, zero, after({ main: 5, delayed: 0, throttled: 4 }));
  assert.deepEqual(beside, { clear: 6, waited: 0, throttled: 4, stolen: 0 });
});

test('what the main thread computed is always billed, and time that it slept too', () => {
  const counters = { main: 8, delayed: 3, throttled: 3, stolen: 3 };
  assert.equal(divide(10, zero, after(counters)).clear, 8);
  assert.equal(divide(10, zero, after({ main: 1 })).clear, 10);
});

test('the parts add up to the wall time', () => {
  const parts = divide(
    10,
    zero,
    after({ main: 4, others: 0.5, delayed: 3, throttled: 1, stolen: 2 }),
  );
  const { clear, waited, throttled, stolen } = parts;
  assert.ok(Math.abs(clear + waited + throttled + stolen - 10) < 1e-12);
});

test('without counters everything is clear', () => {
  assert.equal(divide(10, undefined, zero).clear, 10);
  assert.equal(divide(10, zero, undefined).clear, 10);
});

test('counters are read of the main thread, the others, the groups and the CPUs', (t) => {
  const root = madeSystem(t, {
    'proc/7/task/7/schedstat': '4000000000 1500000000 12\n',
    'proc/7/task/8/schedstat': '250000000 9 1\n',
    'proc/7/task/9/schedstat': '250000000 9 1\n',
    'proc/7/cgroup': '0::/mine/inner\n',
    'sys/fs/cgroup/mine/cpu.max': '50000 100000\n',
    'sys/fs/cgroup/mine/cpu.stat': 'usage_usec 1\nthrottled_usec 750000\n',
    'sys/fs/cgroup/mine/inner/cpu.stat': 'usage_usec 1\nthrottled_usec 0\n',
    'proc/stat':
      'cpu  1 1 1 1 1 1 1 900 0 0\ncpu0 1 1 1 1 1 1 1 100 0 0\ncpu1 1 1 1 1 1 1 1 300 0 0\n',
  });
  const expected = { main: 4, others: 0.5, delayed: 1.5, throttled: 0.75 };
  assert.deepEqual(readCpu(7, [1], root), { ...expected, stolen: 3 });
  assert.deepEqual(readCpu(7, [0, 1], root), { ...expected, stolen: 2 });
  assert.equal(readCpu(6, [0], root), undefined);
});

test('this process had its CPU for some time', { skip: process.platform !== 'linux' }, () => {
  assert.ok(readCpu(process.pid, [0])!.main > 0.01);
});
