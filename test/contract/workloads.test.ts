/** What every workload promises, checked on its real data for the base and for each variant. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { roles } from '#spec';
import type { Batch, Dataset, Initializer, Model, Params, Workload } from '#spec';
import { openSplit } from '../../harness/data/split.ts';
import { openEngine } from '../../harness/engine/engine.ts';
import { randomFrom } from '../../harness/plan/random.ts';
import { idsOf, modelOf, targetOf, variantOf } from '../../harness/plan/variant.ts';
import { initialParams } from '../../harness/run/initialize.ts';
import { availableData } from './prepared-data.ts';

const folder = new URL('../../workloads/', import.meta.url);
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

await openEngine('wasm', { threads: 1 });

for (const name of names) {
  const module = (await import(new URL(`${name}/workload.ts`, folder).href)) as {
    default: Workload;
  };
  const workload = module.default;
  const available = await availableData(workload.data);

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

    test('every variant changes the first loss or the parameters', () => {
      const batch = train.batch(few(train));
      const fingerprints = idsOf(name, workload).map((id) => {
        const model = modelOf(workload, variantOf(name, id));
        const params = initialParams(model.parameters, randomFrom('contract'));
        const loss = meanLoss(model, params, batch).toFixed(6);
        tf.dispose(params);
        return JSON.stringify([model.parameters, loss]);
      });
      tf.dispose(batch.tensors);
      assert.equal(new Set(fingerprints).size, fingerprints.length);
    });
  });
}

interface Splits {
  readonly train: Dataset;
  readonly validation: Dataset;
}

function checkModel(workload: Workload, model: Model, { train, validation }: Splits): void {
  test('its parameters have known roles, whole shapes and finite starts', () => {
    assert.ok(Object.keys(model.parameters).length > 0);
    for (const [path, { shape, role, init }] of Object.entries(model.parameters)) {
      assert.ok(roles.includes(role), `${path} has role ${role}`);
      assert.ok(
        shape.every((length) => Number.isInteger(length) && length > 0),
        `${path} has shape ${shape.join(' x ')}`,
      );
      const size = sizeOf(init);
      assert.ok(Number.isFinite(size) && size >= 0 && size <= 10, `${path} starts at ${size}`);
    }
  });

  test('its losses are finite, one-dimensional, and the same for the same seed', () => {
    using(model, train, (params, batch) => {
      const losses = (seed: number): number[] =>
        tf.tidy(() => {
          const { values } = model.losses({
            params,
            batch,
            dropout: 0.1,
            labelSmoothing: 0.1,
            seed,
          });
          assert.equal(values.rank, 1);
          return [...values.dataSync()];
        });
      const first = losses(7);
      assert.ok(first.length > 0 && first.every(Number.isFinite), `losses ${first.join(', ')}`);
      assert.deepEqual(losses(7), first);
    });
  });

  test('its gradient reaches every parameter and leaves no tensor behind', () => {
    using(model, train, (params, batch) => {
      const before = tf.memory().numTensors;
      const grads = gradients(model, params, batch);
      for (const [path, grad] of Object.entries(grads)) {
        const values = grad.dataSync();
        assert.ok(values.every(Number.isFinite), `the gradient of ${path} is not finite`);
        assert.ok(
          values.some((value) => value !== 0),
          `the gradient of ${path} is zero`,
        );
      }
      tf.dispose(grads);
      assert.equal(tf.memory().numTensors, before);
    });
  });

  test('a step against the gradient lowers the loss', () => {
    using(model, train, (params, batch) => {
      const grads = gradients(model, params, batch);
      const squared = Object.values(grads).reduce(
        (sum, grad) => sum + tf.tidy(() => grad.square().sum().dataSync()[0]!),
        0,
      );
      // First order: this step lowers the loss by a hundredth of itself.
      const before = meanLoss(model, params, batch);
      const rate = (0.01 * before) / squared;
      const moved = Object.fromEntries(
        Object.entries(params).map(([path, x]) => [
          path,
          tf.tidy(() => x.sub(grads[path]!.mul(rate))),
        ]),
      );
      const after = meanLoss(model, moved, batch);
      tf.dispose([grads, moved]);
      assert.ok(after < before, `loss ${before}, then ${after}`);
    });
  });

  test('its evaluation does not depend on the batch size, repeats itself, and leaves no tensor behind', () => {
    using(model, train, (params) => {
      const split = part(validation, 96);
      const sample = part(train, 128);
      const before = tf.memory().numTensors;
      const evaluate = (batchSize: number): Record<string, number> =>
        model.evaluate({ params, split, train: sample, batchSize });
      const whole = evaluate(96);
      assert.ok(workload.metric.name in whole && 'loss' in whole);
      assert.deepEqual(evaluate(96), whole);
      for (const [metric, value] of Object.entries(evaluate(17))) {
        const difference = Math.abs(value - whole[metric]!);
        assert.ok(difference <= 1e-5 * Math.abs(value), `${metric}: ${value}, ${whole[metric]!}`);
      }
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

/** Eight examples from all over the split. */
const few = ({ size }: Dataset): number[] =>
  Array.from({ length: 8 }, (_, i) => Math.floor((i * size) / 8));

/** The first examples of a split. */
const part = (split: Dataset, size: number): Dataset => ({
  size: Math.min(size, split.size),
  batch: (indices) => split.batch(indices),
});

function using(model: Model, train: Dataset, body: (params: Params, batch: Batch) => void): void {
  const params = initialParams(model.parameters, randomFrom('contract'));
  const batch = train.batch(few(train));
  body(params, batch);
  tf.dispose([params, batch.tensors]);
}

function loss(model: Model, params: Params, batch: Batch): Scalar {
  const input = { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 };
  const { values, weights } = model.losses(input);
  return weights ? values.mul(weights).sum().div<Scalar>(weights.sum()) : values.mean<Scalar>();
}

const meanLoss = (model: Model, params: Params, batch: Batch): number =>
  tf.tidy(() => loss(model, params, batch).dataSync()[0]!);

function gradients(model: Model, params: Params, batch: Batch): Record<string, Tensor> {
  const paths = Object.keys(params);
  return tf.tidy(() => {
    const f = (...xs: Tensor[]): Scalar =>
      loss(model, Object.fromEntries(paths.map((path, i) => [path, xs[i]!])), batch);
    const grads = tf.grads(f)(Object.values(params));
    return Object.fromEntries(paths.map((path, i) => [path, grads[i]!]));
  });
}

/** About how far from zero a parameter starts. */
function sizeOf(init: Initializer): number {
  switch (init.kind) {
    case 'constant':
      return Math.abs(init.value);
    case 'normal':
    case 'truncatedNormal':
      return init.std;
    case 'uniform':
      return init.limit;
  }
}
