/**
 * A training holds as many tensors at its end as at its start, and no more memory. Whole trainings of 1,000 steps and 20
 * evaluations of every workload are watched by `npm run check:memory`.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { Workload } from '#spec';
import { growthOf } from '../../harness/bench/memory-growth.ts';
import { memoryReadings } from '../../harness/bench/memory-run.ts';
import { availableData } from '../contract/prepared-data.ts';

const folder = new URL('../../workloads/', import.meta.url);
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

for (const workload of names) {
  suite(workload, async () => {
    const file = new URL(`${workload}/workload.ts`, folder);
    const { default: found } = (await import(file.href)) as { default: Workload };
    const available = await availableData(found.data);
    const skip = available.status === 'absent' && `no data: ${available.reason}`;

    test('steps and evaluations leave no tensor behind', { skip }, async () => {
      const readings = await memoryReadings({ engine: 'wasm', workload, steps: 9, evaluations: 3 });
      const tensors = readings.map((reading) => reading.tensors);
      assert.equal(tensors.length, 3);
      assert.equal(new Set(tensors).size, 1, `tensors after each evaluation: ${tensors.join()}`);
    });
  });
}

test('ten thousand steps leave no tensor behind, and the process does not grow', async () => {
  const [workload, steps, evaluations] = ['quadratic', 10_000, 20];
  const readings = await memoryReadings({ engine: 'wasm', workload, steps, evaluations });
  assert.equal(readings.at(-1)?.step, steps);
  assert.equal(readings.length, evaluations);
  assert.deepEqual(growthOf(readings).complaints, []);
});
