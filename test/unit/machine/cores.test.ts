import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { firstOfEachCore, parseCpuList } from '../../../harness/machine/cores.ts';
import { readSystem } from '../../../harness/machine/system.ts';

const root = mkdtempSync(join(tmpdir(), 'ttr-cores-'));
after(() => {
  rmSync(root, { recursive: true });
});

/** Two cores of two threads, as Linux numbers them on most machines; the last names its siblings the old way. */
for (const [cpu, file, list] of [
  [0, 'core_cpus_list', '0,2'],
  [1, 'core_cpus_list', '1,3'],
  [2, 'core_cpus_list', '0,2'],
  [3, 'thread_siblings_list', '1,3'],
] as const) {
  const topology = join(root, `sys/devices/system/cpu/cpu${cpu}/topology`);
  mkdirSync(topology, { recursive: true });
  writeFileSync(join(topology, file), `${list}\n`);
}

test('A list of CPUs is expanded', () => {
  assert.deepEqual(parseCpuList('0-3,8\n'), [0, 1, 2, 3, 8]);
  assert.deepEqual(parseCpuList(''), []);
});

test('The first CPU of each core is taken, of those that are allowed', () => {
  assert.deepEqual(firstOfEachCore([0, 1, 2, 3], root), [0, 1]);
  assert.deepEqual(firstOfEachCore([1, 2, 3], root), [1, 2]);
  assert.deepEqual(firstOfEachCore([4, 5], root), [4, 5], 'a core that is not told counts as one');
});

test('The cores of a machine are counted by the same rule', () => {
  assert.equal(readSystem(root).cores, 2);
});
