import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Initializer } from '#spec';
import { randomFrom } from '../../../../harness/plan/random.ts';
import { initialParams } from '../../../../harness/run/trainer/initialize.ts';

await tf.setBackend('cpu');

/** Values drawn by an initializer. */
function drawn(init: Initializer, shape: readonly number[], path = 'a/kernel'): number[] {
  const params = initialParams({ [path]: { shape, role: 'weight', init } }, randomFrom('seed'));
  const values = [...params[path]!.dataSync()];
  tf.dispose(params);
  return values;
}

const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

test('parameters have the shapes and the spread that their specification asks for', () => {
  const shape = [50, 40];
  assert.deepEqual(drawn({ kind: 'constant', value: 0.25 }, [2, 2]), [0.25, 0.25, 0.25, 0.25]);
  assert.ok(Math.abs(deviation(drawn({ kind: 'normal', std: 0.1 }, shape)) - 0.1) < 0.005);
  const uniform = drawn({ kind: 'uniform', limit: 0.3 }, shape);
  assert.ok(uniform.every((x) => x >= -0.3 && x < 0.3));
  assert.ok(Math.abs(deviation(uniform) - 0.3 / Math.sqrt(3)) < 0.01);
  const truncated = drawn({ kind: 'truncatedNormal', std: 0.1 }, shape);
  assert.ok(truncated.every((x) => Math.abs(x) <= 0.2));
  // The standard deviation of a standard normal variable within two of zero is 0.8796.
  assert.ok(Math.abs(deviation(truncated) - 0.08796) < 0.005);
});

test('a parameter starts the same whatever other parameters there are', () => {
  const init = { kind: 'normal', std: 1 } as const;
  const alone = drawn(init, [3]);
  const params = initialParams(
    {
      'b/kernel': { shape: [7], role: 'weight', init },
      'a/kernel': { shape: [3], role: 'weight', init },
    },
    randomFrom('seed'),
  );
  assert.deepEqual([...params['a/kernel']!.dataSync()], alone);
  assert.notDeepEqual([...params['b/kernel']!.dataSync()].slice(0, 3), alone);
  tf.dispose(params);
});

test('a scalar parameter has one value', () => {
  assert.equal(drawn({ kind: 'constant', value: 3 }, []).length, 1);
});
