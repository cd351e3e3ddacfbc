import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastestKind } from '../../../harness/machine/core-kinds.ts';
import { madeSystem } from './made-system.ts';

const cpu = (n: number, file: string): string => `sys/devices/system/cpu/cpu${n}/${file}`;

test('Intel’s hybrids list their performance cores', (t) => {
  const root = madeSystem(t, { 'sys/devices/cpu_core/cpus': '0-3\n' });
  assert.deepEqual(fastestKind([0, 2, 4, 5], root), [0, 2]);
  assert.deepEqual(fastestKind([4, 5], root), [4, 5]);
});

test('capacities tell big cores from little ones', (t) => {
  const root = madeSystem(t, {
    [cpu(0, 'cpu_capacity')]: '446\n',
    [cpu(1, 'cpu_capacity')]: '1024\n',
    [cpu(2, 'cpu_capacity')]: '1024\n',
  });
  assert.deepEqual(fastestKind([0, 1, 2], root), [1, 2]);
});

test('a favoured core of the same kind is no other kind', (t) => {
  const root = madeSystem(t, {
    [cpu(0, 'cpufreq/cpuinfo_max_freq')]: '5100000\n',
    [cpu(1, 'cpufreq/cpuinfo_max_freq')]: '5300000\n',
    [cpu(2, 'cpufreq/cpuinfo_max_freq')]: '3900000\n',
  });
  assert.deepEqual(fastestKind([0, 1, 2], root), [0, 1]);
});

test('where nothing is told, all are one kind', (t) => {
  assert.deepEqual(fastestKind([3, 4], madeSystem(t, {})), [3, 4]);
});
