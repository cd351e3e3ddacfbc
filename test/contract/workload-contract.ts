/** What every model promises, at its first parameters and on a few real examples. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import {
  roles,
  type Batch,
  type Dataset,
  type Initializer,
  type Model,
  type Params,
  type Role,
  type Workload,
} from '#spec';
import { randomFrom } from '../../harness/plan/random.ts';
import { differentiate } from '../../harness/run/trainer/differentiate.ts';
import { lossesPerExample } from '../../harness/run/trainer/examples.ts';
import { initialParams } from '../../harness/run/trainer/initialize.ts';

export interface Splits {
  readonly train: Dataset;
  readonly validation: Dataset;
}

export function checkModel(workload: Workload, model: Model, { train, validation }: Splits): void {
  test('its parameters have known roles, whole shapes and finite starts', () => {
    assert.ok(Object.keys(model.parameters).length > 0);
    for (const [path, { shape, role, init }] of Object.entries(model.parameters)) {
      assert.ok(roles.includes(role), `${path} has role ${role}`);
      assert.ok(
        shape.every((length) => Number.isInteger(length) && length > 0),
        `${path} has shape ${shape.join(' x ')}`,
      );
      assert.ok(fits(role, shape.length), `${path}, a ${role}, has ${shape.length} axes`);
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

  test('every example has the same number of losses, by which examples are counted', () => {
    const params = initialParams(model.parameters, randomFrom('contract'));
    const perExample = lossesPerExample(model, train, params);
    for (const indices of [few(train), [train.size - 1], [5, 5, 7]])
      tf.tidy(() => {
        const batch = train.batch(indices);
        const input = { params, batch, dropout: 0.1, labelSmoothing: 0, seed: 1 };
        assert.equal(model.losses(input).values.size, perExample * indices.length);
      });
    tf.dispose(params);
  });

  test('label smoothing changes its loss if there are labels to smooth, and nothing else', () => {
    using(model, train, (params, batch) => {
      const [sharp, smooth] = [0, 0.2].map((labelSmoothing) =>
        tf.tidy(() => [
          ...model.losses({ params, batch, dropout: 0, labelSmoothing, seed: 0 }).values.dataSync(),
        ]),
      );
      const smoothed = workload.loss.endsWith('CrossEntropy');
      assert.equal(JSON.stringify(sharp) !== JSON.stringify(smooth), smoothed);
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
      const squared = Object.values(grads)
        .flatMap((grad) => Array.from(grad.dataSync()))
        .reduce((sum, x) => sum + x * x, 0);
      // First order: this step lowers the loss by a hundredth of itself.
      const before = meanLoss(model, params, batch);
      const rate = (0.01 * before) / squared;
      const moved = tf.tidy(() =>
        Object.fromEntries(
          Object.entries(params).map(([path, x]) => [path, tf.sub(x, tf.mul(grads[path]!, rate))]),
        ),
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
export const few = ({ size }: Dataset): number[] =>
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

/** Mean loss and its gradients, without dropout or smoothing. */
const gradients = (model: Model, params: Params, batch: Batch): Params =>
  tf.tidy(
    () => differentiate(model, { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 }).grads,
  );

/** Mean loss without dropout or smoothing. */
export const meanLoss = (model: Model, params: Params, batch: Batch): number =>
  tf.tidy(
    () =>
      differentiate(model, {
        params,
        batch,
        dropout: 0,
        labelSmoothing: 0,
        seed: 0,
      }).loss.dataSync()[0]!,
  );

/** Biases and scales have one number for each unit, those of attention perhaps by head; all others have several axes. */
function fits(role: Role, axes: number): boolean {
  if (role === 'attentionBias') return axes >= 1;
  return (axes === 1) === /^(bias|normScale|normBias)$/.test(role);
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
