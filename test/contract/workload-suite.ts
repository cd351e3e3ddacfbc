/** What every workload promises, as a suite of tests on its data. `workloads.test.ts` asks it of all folders. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Workload } from '#spec';
import { openSplit } from '../../harness/data/split.ts';
import { randomFrom } from '../../harness/plan/random.ts';
import { idsOf, modelOf, targetOf, variantOf } from '../../harness/plan/variant.ts';
import { initialParams } from '../../harness/run/trainer/initialize.ts';
import type { Availability } from './prepared-data.ts';
import { checkModel, few, meanLoss } from './workload-contract.ts';

export interface WorkloadCase {
  readonly name: string;
  readonly workload: Workload;
  readonly available: Availability;
}

/** Declares the suite of a workload; the engine must be open. */
export function checkWorkload({ name, workload, available }: WorkloadCase): void {
  suite(name, () => {
    test('every target belongs to the base or a variant, and each of them has one', () => {
      const known = ['base', ...Object.keys(workload.variants)];
      assert.deepEqual(Object.keys(workload.targets).sort(), known.sort());
      for (const { validation, test, stepHint } of Object.values(workload.targets)) {
        assert.ok(Number.isFinite(validation) && Number.isFinite(test));
        assert.ok(
          Number.isInteger(stepHint) && stepHint >= 20 * 5,
          'a curve of a few steps says nothing',
        );
      }
    });

    test('its evaluations are frequent enough to see when the target is reached', () => {
      const { every, batchSize } = workload.evaluation;
      assert.ok(Number.isInteger(batchSize) && batchSize > 0);
      assert.ok(Number.isInteger(every) && every * 5 <= targetOf(workload, undefined).stepHint);
    });

    if (available.status === 'absent') {
      test('its model', { skip: `no data: ${available.reason}` }, () => undefined);
      return;
    }
    const train = openSplit(workload.data, available.data.files.train);
    const validation = openSplit(workload.data, available.data.files.validation);

    test('its splits give the same tensors for the same examples', () => {
      const test = openSplit(workload.data, available.data.files.test);
      for (const split of [train, validation, test]) {
        assert.ok(split.size > 0);
        const indices = [split.size - 1, 0, 0];
        const [once, again] = [split.batch(indices), split.batch(indices)];
        assert.equal(once.size, 3);
        for (const [key, tensor] of Object.entries(once.tensors)) {
          assert.deepEqual(tensor.dataSync(), again.tensors[key]!.dataSync());
          assert.ok(tensor.dataSync().every(Number.isFinite));
        }
        tf.dispose([once.tensors, again.tensors]);
        assert.throws(() => split.batch([split.size]), /There is no example/);
      }
    });

    for (const id of idsOf(name, workload)) {
      const variant = variantOf(name, id);
      suite(variant ?? 'base', () => {
        checkModel(workload, modelOf(workload, variant), { train, validation });
      });
    }

    test('every variant changes the loss or the parameters', () => {
      const batch = train.batch(few(train));
      const fingerprints = idsOf(name, workload).map((id) => {
        const model = modelOf(workload, variantOf(name, id));
        const params = initialParams(model.parameters, randomFrom('contract'));
        // Some parameters start at 0, where a variant may not show.
        const moved = tf.tidy(() =>
          Object.fromEntries(Object.entries(params).map(([path, x]) => [path, tf.add(x, 0.1)])),
        );
        const loss = meanLoss(model, moved, batch).toFixed(6);
        tf.dispose([params, moved]);
        return JSON.stringify([model.parameters, loss]);
      });
      tf.dispose(batch.tensors);
      assert.equal(new Set(fingerprints).size, fingerprints.length);
    });
  });
}
