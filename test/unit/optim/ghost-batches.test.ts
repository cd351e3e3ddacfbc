import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Batch, Params } from '#spec';
import * as parabola from '../../contract/parabola.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const batch = (values: number[]): Batch => ({
  size: values.length,
  tensors: { x: tf.tensor1d(values) },
});

/** Squared distance of w to the batch's numbers, as they are or less their mean and over their deviation. */
const problem = (params: Params, batches: Batch[], normalized: boolean) => {
  const [first, ...others] = batches;
  const inputs = (given: Batch): tf.Tensor => {
    const x = given.tensors['x']!;
    const { mean, variance } = tf.moments(x);
    return normalized ? x.sub(mean).div(variance.sqrt()).add(1) : x;
  };
  return {
    ...parabola.here(params, 0),
    batch: first!,
    data: { size: 8, next: () => others.shift()!, examples: () => first! },
    grad(at: Params, given: Batch = first!) {
      const f = (w: tf.Tensor) => inputs(given).pow(3).sub(w).square().mean<tf.Scalar>();
      const { value, grad } = tf.valueAndGrad(f)(at['w']!);
      return { loss: value, grads: { w: grad } };
    },
  };
};

const start = (): Params => ({ w: tf.scalar(0.5) });
const descent = optim.optimizer(optim.scaleByLearningRate(0.1));
const after = (batches: Batch[], normalized: boolean, count: number): number => {
  const algorithm = optim.ghostBatches(descent, count);
  const [params] = algorithm.step(problem(start(), batches, normalized), descent.init(start()));
  return params['w']!.dataSync()[0]!;
};

test('without batch norm, ghost batches give the gradient of the whole batch', () => {
  const whole = after([batch([1, 2, 3, 5, 8, -1])], false, 1);
  const ghosts = after([batch([1, 2]), batch([3, 5]), batch([8, -1])], false, 3);
  assert.ok(Math.abs(whole - ghosts) < 1e-4 * Math.abs(whole), `${ghosts}, not ${whole}`);
});

test('with batch norm, each ghost batch is normalized by itself', () => {
  const parts = [[1, 2, 9], [3, 5, 6]]; // prettier-ignore
  const alone = parts.map((values) => after([batch(values)], true, 1));
  const ghosts = after(parts.map(batch), true, 2);
  assert.ok(Math.abs(ghosts - (alone[0]! + alone[1]!) / 2) < 1e-5);
  assert.ok(Math.abs(ghosts - after([batch(parts.flat())], true, 1)) > 1e-2);
});

test('gradients at a named batch are left alone', () => {
  const named = batch([4, 4]);
  const inner = {
    ...descent,
    step: ((here) => [here.grad(here.params, named).grads, []]) as typeof descent.step,
  };
  const here = problem(start(), [batch([1, 2]), batch([3, 5])], false);
  const [grads] = optim.ghostBatches(inner, 2).step(here, []);
  assert.equal(grads['w']!.dataSync()[0], 2 * (0.5 - 64));
});
