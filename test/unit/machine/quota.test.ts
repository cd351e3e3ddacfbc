import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuQuota, quotasOf } from '../../../harness/machine/quota.ts';
import { madeSystem } from './made-system.ts';

test('the least quota of a group and those above it counts (version 2)', (t) => {
  const root = madeSystem(t, {
    'proc/self/cgroup': '0::/a/b\n',
    'sys/fs/cgroup/cpu.stat': 'throttled_usec 0\n',
    'sys/fs/cgroup/a/cpu.stat': 'throttled_usec 2000000\n',
    'sys/fs/cgroup/a/cpu.max': '150000 100000\n',
    'sys/fs/cgroup/a/b/cpu.stat': 'throttled_usec 500000\n',
    'sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
  });
  assert.equal(cpuQuota('self', root), 1.5);
  assert.deepEqual(quotasOf('self', root), [
    { throttled: 0.5 },
    { throttled: 2, cpus: 1.5 },
    { throttled: 0 },
  ]);
});

test('a quota of version 1, beside other controllers', (t) => {
  const root = madeSystem(t, {
    'proc/self/cgroup': '5:memory:/x\n3:cpu,cpuacct:/a\n0::/\n',
    'sys/fs/cgroup/cpu/a/cpu.stat': 'nr_throttled 3\nthrottled_time 2500000000\n',
    'sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '50000\n',
    'sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '200000\n',
    'sys/fs/cgroup/cpu/cpu.stat': 'throttled_time 0\n',
    'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
  });
  assert.equal(cpuQuota('self', root), 0.25);
  assert.deepEqual(quotasOf('self', root)[0], { throttled: 2.5, cpus: 0.25 });
});

test('in a container whose group is not mounted by its path, the mounted root is its own', (t) => {
  const root = madeSystem(t, {
    'proc/self/cgroup': '0::/docker/4f1c\n',
    'sys/fs/cgroup/cpu.stat': 'throttled_usec 10\n',
    'sys/fs/cgroup/cpu.max': '200000 100000\n',
  });
  assert.equal(cpuQuota('self', root), 2);
});

test('no groups, no quota', (t) => {
  assert.equal(cpuQuota('self', madeSystem(t, { 'proc/self/cgroup': '0::/\n' })), undefined);
  assert.equal(cpuQuota('self', madeSystem(t, { 'proc/stat': '' })), undefined);
});
