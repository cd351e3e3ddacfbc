import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Here, Params } from '#spec';
import { takeStep } from '../../../harness/run/trainer/take-step.ts';
import * as parabola from '../../contract/parabola.ts';

before(async () => {
  await tf.setBackend('cpu');
});

/** Logistic regression on points a_i with classes y_i in {1, -1}. */
const logistic = (points: number[][], classes: number[]) => {
  const [a, y] = [tf.tensor2d(points), tf.tensor1d(classes)];
  const margins = (params: Params) =>
    a
      .matMul(params['w']!.reshape([-1, 1]))
      .flatten()
      .mul(y);
  const losses = (params: Params) => margins(params).neg().softplus() as tf.Tensor1D;
  const here = (params: Params, step: number) => ({
    ...parabola.here(params, step),
    losses: (at: Params): ReturnType<Here['losses']> => ({ values: losses(at) }),
    grad(at: Params) {
      const f = (w: tf.Tensor) => losses({ w }).mean<tf.Scalar>();
      const { value, grad } = tf.valueAndGrad(f)(at['w']!);
      return { loss: value, grads: { w: grad } };
    },
  });
  const separated = (params: Params) => tf.tidy(() => margins(params).min().dataSync()[0]! > 0);
  return { here, separated };
};

const origin = (): Params => ({ w: tf.zeros([2]) });

const normalized = (gamma: number): Algorithm =>
  optim.optimizer(
    optim.normalizeByErrorRate({ loss: 'sigmoidCrossEntropy' }),
    optim.scaleByLearningRate(gamma),
  );

/** Steps until all points are on their class's side. */
const stepsToSeparate = (algorithm: Algorithm, problem: ReturnType<typeof logistic>): number => {
  let params = origin();
  let state = algorithm.init(params);
  for (let step = 0; step < 1000; step++) {
    if (problem.separated(params)) return step;
    [params, state] = takeStep(algorithm, problem.here(params, step), state);
  }
  return Infinity;
};

test('one point against 999 is separated in as many steps as the paper’s table has', () => {
  const points = Array.from({ length: 1000 }, (_, i) => (i === 0 ? [0.5, -1] : [-0.5, -1]));
  const problem = logistic(points, points.map((_, i) => (i === 0 ? 1 : -1))); // prettier-ignore
  const steps = [100, 10, 1, 0.1].map((gamma) => stepsToSeparate(normalized(gamma), problem));
  assert.deepEqual(steps, [2, 2, 16, 157]);
  const plain = optim.optimizer(optim.scaleByLearningRate(100));
  assert.equal(stepsToSeparate(plain, problem), 308);
});

test('plain descent with a huge rate goes through the paper’s two points', () => {
  const problem = logistic([[1, -1], [-1, -4]], [1, -1]); // prettier-ignore
  const gamma = 1000;
  const plain = optim.optimizer(optim.scaleByLearningRate(gamma));
  const [first, state] = plain.step(problem.here(origin(), 0), plain.init(origin()));
  const at = (params: Params) => [...params['w']!.dataSync()].map((x) => x / gamma);
  assert.deepEqual(at(first), [0.5, 0.75]);
  assert.equal(problem.separated(first), false);
  const [second] = plain.step(problem.here(first, 1), state);
  assert.ok(Math.abs(at(second)[0]! - 1) < 1e-6 && Math.abs(at(second)[1]! - 0.25) < 1e-6);
  assert.ok(problem.separated(second));
});

test('the error rate is the mean of one minus the label’s probability, and never below one example', () => {
  const values = tf.tensor1d([0.5, 0.25, 0.9, 0.75].map((p) => -Math.log(p)));
  const inverse = (losses: Parameters<typeof optim.inverseErrorRate>[0]) =>
    optim.inverseErrorRate(losses).dataSync()[0]!;
  assert.ok(Math.abs(inverse({ values }) - 4 / 1.6) < 1e-6);
  const weights = tf.tensor1d([1, 3, 0, 0]);
  assert.ok(Math.abs(inverse({ values, weights }) - 4 / 2.75) < 1e-6);
  assert.equal(inverse({ values: tf.zeros([4]) }), 4);
  assert.equal(inverse({ values: tf.fill([4], 1e6) }), 1);
});

test('a regression’s gradients stay as they are', () => {
  const grads = { w: tf.tensor1d([1, 2]) };
  const rule = optim.normalizeByErrorRate({ loss: 'meanSquaredError' });
  assert.equal(rule.update(grads, [], parabola.here(grads, 0))[0], grads);
});

test('EL2N is sqrt 2 times that probability with two classes, and between the bounds with more', () => {
  const probabilities = (logits: number[]): number[] => {
    const all = logits.map(Math.exp);
    const sum = all.reduce((total, x) => total + x, 0);
    return all.map((x) => x / sum);
  };
  for (const K of [2, 4, 10]) {
    const ratios = Array.from({ length: 2000 }, (_, n) => {
      const p = probabilities(
        Array.from({ length: K }, (_, k) => 4 * Math.sin(n * 1.3 + k * k * 2.1 + n * k)),
      );
      const el2n = Math.hypot(p[0]! - 1, ...p.slice(1));
      return el2n / (1 - p[0]!);
    });
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
    assert.ok(least >= Math.sqrt(K / (K - 1)) - 1e-9 && most <= Math.SQRT2 + 1e-9);
    if (K === 2) assert.ok(most - least < 1e-9);
  }
});
