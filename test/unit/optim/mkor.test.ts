import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm } from '#spec';
import { takeStep } from '../../../harness/run/trainer/take-step.ts';
import * as parabola from '../../contract/parabola.ts';
import { here, start, task } from './matrix-problem.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const near = (got: tf.Tensor, want: readonly number[], bound = 1e-6): void => {
  const values = [...got.dataSync()];
  assert.equal(values.length, want.length);
  for (const [i, value] of values.entries())
    assert.ok(Math.abs(value - want[i]!) < bound, `${value} is not ${want[i]!}`);
};
const column = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);

test('the inverses take in (1, 2), then (1, 0), as computed by hand', () => {
  const first = optim.blendedInverse(tf.eye(2), column(1, 2), 0.95);
  near(first, [0.8333333, -0.3333333, -0.3333333, 0.3333333]);
  const second = optim.blendedInverse(first, column(1, 0), 0.95);
  near(second, [0.4570136, -0.1719457, -0.1719457, 0.3122172]);
});

test('the exact update inverts the average of the outer products', () => {
  // gamma I + (1 - gamma) v v' = diag(0.8, 0.8) + 0.2 (1, 2)(1, 2)' = [1, 0.4; 0.4, 1.6], determinant 1.44
  const m = optim.exactInverse(tf.eye(2), column(1, 2), 0.8);
  near(m, [1.6 / 1.44, -0.4 / 1.44, -0.4 / 1.44, 1 / 1.44]);
});

test('dense layers are weights directly followed by a bias of their outputs', () => {
  assert.deepEqual(optim.denseLayers(task), [{ weight: 'e', bias: 'f' }]);
  const parameters = {
    recurrent: { shape: [4, 8], role: 'weight' },
    bias: { shape: [8], role: 'bias' },
    filter: { shape: [3, 3, 1, 8], role: 'convWeight' },
    filterBias: { shape: [8], role: 'bias' },
    wide: { shape: [8, 4], role: 'weight' },
    other: { shape: [8], role: 'bias' },
    bare: { shape: [4, 4], role: 'weight' },
  } as const;
  assert.deepEqual(optim.denseLayers({ parameters }), [{ weight: 'recurrent', bias: 'bias' }]);
});

test('the mean input of a layer is exact where all examples agree, with a 1 for the bias', () => {
  const [input, g] = [column(2, -1, 3), tf.tensor2d([[0.5, -4]])];
  const grads = { w: input.matMul(g), b: g.squeeze([0]) };
  const means = optim.meansFromGradients({ weight: 'w', bias: 'b' }, grads);
  near(means.input, [2, -1, 3, 1]);
  near(means.outputGradient, [0.5, -4]);
});

test('means may come from elsewhere, and the preconditioned gradients keep their size', () => {
  const seen: number[] = [];
  const rule = optim.mkor({
    layers: [{ weight: 'e', bias: 'f' }],
    every: 2,
    means(_, grads, { step }) {
      seen.push(step);
      return { input: tf.ones([6, 1]), outputGradient: grads['f']!.expandDims(1) };
    },
  });
  const grads = start();
  let state = rule.init(grads);
  for (let step = 0; step < 5; step++) {
    const [updates, next] = rule.update(grads, state, here(grads, step));
    const size = (params: typeof grads) => params['e']!.norm().add(params['f']!.norm());
    near(size(updates).sub(size(grads)), [0], 1e-5);
    assert.equal(updates['a'], grads['a']);
    state = next;
  }
  assert.deepEqual(seen, [2, 4]);
});

/** Which steps a rule that doubles gradients was used in, at these losses. */
const used = (losses: readonly number[], window: number): boolean[] => {
  const double = optim.stateless((grads) => optim.scale(grads, 2));
  const inner = optim.optimizer(optim.scaleByLearningRate(1));
  const algorithm: Algorithm = optim.whileFalling(double, inner, { window });
  let params = { x: tf.tensor1d([0]) } as Record<string, tf.Tensor>;
  let state = algorithm.init(params);
  return losses.map((loss, step) => {
    const before = params['x']!.dataSync()[0]!;
    const grad = () => ({ loss: tf.scalar(loss), grads: { x: tf.tensor1d([-1]) } });
    [params, state] = takeStep(algorithm, { ...parabola.here(params, step), grad }, state);
    return params['x']!.dataSync()[0]! - before > 1.5;
  });
};

test('the rule holds while windows of losses fall, and ends after two that hardly do', () => {
  const falling = Array.from({ length: 12 }, (_, i) => 10 - 0.5 * i);
  assert.ok(used(falling, 2).every((on) => on));
  // Means 10, 6, 5.9, 3.9, 3.8, 3.9, 1: drops 4, then 0.1 (a miss), 2, then 0.1 and -0.1: misses running.
  const losses = [10, 6, 5.9, 3.9, 3.8, 3.9, 1, 0].flatMap((mean) => [mean + 1, mean - 1]);
  assert.deepEqual(used(losses, 2), [...Array<boolean>(12).fill(true), ...Array<boolean>(4).fill(false)]); // prettier-ignore
});
