import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthOf } from '../../../harness/bench/memory-growth.ts';
import type { MemoryReading } from '../../../harness/bench/memory-child.ts';

const megabyte = 1e6;

/** Twenty readings, the i-th with these tensors and megabytes. */
const readings = (
  tensors: (i: number) => number,
  resident: (i: number) => number,
): MemoryReading[] =>
  Array.from({ length: 20 }, (_, i) => ({
    step: 50 * (i + 1),
    tensors: tensors(i),
    tensorBytes: 0,
    residentBytes: resident(i) * megabyte,
  }));

test('A process that finds its size in the first readings and wavers afterwards is flat', () => {
  const wavering = readings(
    () => 40,
    (i) => (i < 4 ? 150 + 20 * i : 230 + (i % 3)),
  );
  assert.deepEqual(growthOf(wavering).complaints, []);
});

test('One tensor too many, at any reading, is found', () => {
  const { complaints } = growthOf(
    readings(
      (i) => (i === 11 ? 41 : 40),
      () => 200,
    ),
  );
  assert.equal(complaints.length, 1);
  assert.match(complaints[0]!, /the number of tensors is not constant: 40, .*41, 40/u);
});

test('A megabyte lost at every evaluation is found', () => {
  const { complaints, residentBytes } = growthOf(
    readings(
      () => 40,
      (i) => 200 + i,
    ),
  );
  assert.equal(residentBytes, 9 * megabyte);
  assert.deepEqual(complaints, ['resident memory grew from 208 to 217 MB']);
});
