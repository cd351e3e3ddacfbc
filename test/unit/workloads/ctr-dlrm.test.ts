import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { datasetOf } from '../../../harness/data/split.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { fieldCount, tableRows } from '../../../workloads/ctr_dlrm/features.ts';
import workload from '../../../workloads/ctr_dlrm/workload.ts';
import { cases as ctrCases, flights } from './ctr_dlrm.case.ts';
import { caseParams } from './gradient-case.ts';

before(() => openEngine('wasm', { threads: 1 }));

test('Flights that share a field share its row of the embedding table, and no two fields share one', () => {
  const rows = tf.tidy(
    () => workload.data.tensors(flights, [1, 2, 3, 11])['rows']!.arraySync() as number[][],
  );
  assert.deepEqual(rows[0], rows[1]);
  const fields = Array.from({ length: fieldCount }, (_, field) => rows.map((row) => row[field]!));
  fields.slice(1).forEach((field, i) => {
    assert.ok(Math.min(...field) > Math.max(...fields[i]!));
  });
  assert.ok(Math.max(...fields.at(-1)!) < tableRows);
});

for (const { variant, model } of ctrCases()) {
  test(`${variant}: evaluation gives the same for any batch size and leaves no tensor behind`, () => {
    const params = caseParams(model);
    const split = datasetOf(workload.data, flights);
    const tensors = tf.memory().numTensors;
    const [one, ...others] = [1, 5, 12].map(
      (batchSize) => model.evaluate({ params, split, train: split, batchSize })['loss']!,
    );
    assert.equal(tf.memory().numTensors, tensors);
    for (const other of others) assert.ok(Math.abs(other - one!) < 1e-6);
    tf.dispose(params);
  });
}
