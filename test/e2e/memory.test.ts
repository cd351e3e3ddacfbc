/**
 * A training holds as many tensors at its end as at its start, and no more memory. Whole trainings of 1,000 steps and 20
 * evaluations of every workload are watched by `npm run check:memory`.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { growthOf } from '../../harness/bench/memory-growth.ts';
import { memoryReadings } from '../../harness/bench/memory-run.ts';
import { namesOf } from '../../harness/prepare/folders.ts';
import { loadWorkload } from '../../harness/prepare/workload-facts.ts';
import { availableData } from '../contract/prepared-data.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const workload of namesOf(root, 'workload')) {
  suite(workload, async () => {
    const found = await loadWorkload(root, workload);
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
