import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryLimit } from '../../../harness/machine/memory-limit.ts';
import { madeSystem } from './made-system.ts';

const total = 16e9;

test('the least limit of the groups counts, of either version', (t) => {
  const second = madeSystem(t, {
    'proc/self/cgroup': '0::/a/b\n',
    'sys/fs/cgroup/a/memory.max': '3000000000\n',
    'sys/fs/cgroup/a/b/memory.max': 'max\n',
  });
  assert.equal(memoryLimit(second, total), 3e9);
  const first = madeSystem(t, {
    'proc/self/cgroup': '4:memory:/x\n2:cpu:/y\n',
    'sys/fs/cgroup/memory/x/memory.limit_in_bytes': '2000000000\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
  });
  assert.equal(memoryLimit(first, total), 2e9);
});

test('without a limit it is the machine’s memory', (t) => {
  assert.equal(memoryLimit(madeSystem(t, {}), total), total);
});
