import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryKills } from '../../../harness/machine/out-of-memory.ts';
import { madeSystem } from './made-system.ts';

test('kills for memory are counted where the kernel tells them', (t) => {
  const root = madeSystem(t, { 'proc/vmstat': 'pgfault 9\noom_kill 3\ndrop_pagecache 0\n' });
  assert.equal(memoryKills(root), 3);
  assert.equal(memoryKills(madeSystem(t, {})), 0);
});
