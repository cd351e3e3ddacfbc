import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Params } from '#spec';
import { curvatureEnds, heavyBall } from '../../../harness/optim/heavy-ball.ts';
import { hessianProduct, lanczos, probe } from '../../../harness/optim/lanczos.ts';
import { ritzPairs } from '../../../harness/optim/tridiagonal.ts';
import { takeStep } from '../../../harness/run/trainer/take-step.ts';
import * as parabola from '../../contract/parabola.ts';
import { here, row, start } from './papers-problem.ts';
import { largestDifference, vectors } from './papers-vectors.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const batch = { size: 1, tensors: {} };

test('eigenvalues and weights of a tridiagonal matrix are NumPy’s', () => {
  const { diagonal, beside, values, weights } = vectors.spectra.tridiagonal;
  const pairs = ritzPairs(diagonal, beside);
  assert.ok(largestDifference(pairs.map(({ value }) => value), values) < 1e-6); // prettier-ignore
  assert.ok(largestDifference(pairs.map(({ weight }) => weight), weights) < 1e-6); // prettier-ignore
});

test('Lanczos by differences of gradients finds all eigenvalues of a quadratic', () => {
  const { matrix, values } = vectors.spectra.dense;
  const a = tf.tensor2d(matrix, [12, 12]);
  const grad = (at: Params) => ({
    loss: tf.scalar(0),
    grads: { p: a.matMul(at['p']!.reshape([12, 1])).reshape([12]) },
  });
  const params = { p: tf.linspace(-1, 2, 12) };
  const product = hessianProduct({ params, grad }, batch);
  const pairs = lanczos(product, probe(params, 7), 12);
  assert.ok(largestDifference(pairs.map(({ value }) => value), values) < 1e-3); // prettier-ignore
  const sum = pairs.reduce((total, { weight }) => total + weight, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9);
});

test('the largest curvature of a small network is that of its Hessian', () => {
  const sines = (count: number, f: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => f(i));
  const x = tf.tensor2d(sines(32, (i) => Math.sin(1.7 * i)), [8, 4]); // prettier-ignore
  const y = tf.tensor2d(sines(24, (i) => Math.cos(2.3 * i)), [8, 3]); // prettier-ignore
  const weights = sines(42, (i) => 0.6 * Math.sin(0.9 * i + 1));
  const params = {
    W: tf.tensor2d(weights.slice(0, 24), [4, 6]),
    V: tf.tensor2d(weights.slice(24), [6, 3]),
  };
  const loss = (W: tf.Tensor, V: tf.Tensor): tf.Scalar =>
    tf.tanh(x.matMul(W)).matMul(V).sub(y).square().mean();
  const grad = (at: Params) => {
    const { value, grads } = tf.valueAndGrads(loss)([at['W']!, at['V']!]);
    return { loss: value, grads: { W: grads[0]!, V: grads[1]! } };
  };
  const product = hessianProduct({ params, grad }, batch);
  const values = lanczos(product, probe(params, 3), 20).map(({ value }) => value);
  const want = vectors.spectra.network;
  const off = Math.abs(values.at(-1)! / want.at(-1)! - 1);
  assert.ok(off < 0.01, `${values.at(-1)}, not ${want.at(-1)}`);
  assert.ok(Math.abs(values[0]! / want[0]! - 1) < 0.02, `${values[0]!}, not ${want[0]!}`);
  const [u, v] = [probe(params, 11), probe(params, 20)].map((p) =>
    optim.scale(p, optim.globalNorm(p).pow<tf.Scalar>(-1)),
  );
  const [uHv, vHu] = [optim.dot(u!, product(v!)), optim.dot(v!, product(u!))];
  assert.ok(Math.abs(uHv.sub(vHu).dataSync()[0]!) < 0.005);
});

test('heavy ball for curvatures in [0.1, 10] is Polyak’s, and stays stable with less momentum', () => {
  const { learningRate, momentum } = heavyBall({ L: 10, l: 0.1 });
  assert.ok(Math.abs(learningRate - 0.3305785) < 1e-7);
  assert.ok(Math.abs(momentum - 0.6694215) < 1e-7);
  const capped = heavyBall({ L: 10, l: 1e-3 }, 0.9);
  assert.equal(capped.momentum, 0.9);
  assert.ok(capped.learningRate < (2 * 1.9) / 10);
  const contraction = (1 - Math.sqrt(capped.learningRate * 10)) ** 2;
  assert.ok(Math.abs(contraction - 0.9) < 1e-12);
});

test('the ends of the curvature leave out negative values and those without weight', () => {
  const pairs = [
    { value: -3, weight: 0.3 },
    { value: 0.01, weight: 0.001 },
    { value: 0.2, weight: 0.3 },
    { value: 4, weight: 1e-6 },
  ];
  assert.deepEqual(curvatureEnds(pairs), { L: 4, l: 0.2 });
  assert.equal(curvatureEnds([{ value: -1, weight: 1 }]), undefined);
  assert.equal(curvatureEnds([{ value: NaN, weight: 1 }]), undefined);
});

test('a measured rate is that of the problem’s steepest and flattest axes', () => {
  const algorithm = optim.spectralRate({ measureAt: () => false, seed: 5 });
  const params = start();
  const [, state] = takeStep(algorithm, here(params, 0), algorithm.init(params));
  const want = heavyBall({ L: 0.9, l: 0.1 });
  const got = state as { learningRate: number; momentum: number };
  assert.ok(Math.abs(got.learningRate / want.learningRate - 1) < 0.01, `${got.learningRate}`);
  assert.ok(Math.abs(got.momentum - want.momentum) < 0.01, `${got.momentum}`);
});

test('where nothing curves upwards, rate and momentum stay as they were', () => {
  const algorithm = optim.spectralRate({ measureAt: () => false, seed: 5 });
  const params = start();
  const flat = {
    ...parabola.here(params, 0),
    grad: () => ({ loss: tf.scalar(0), grads: optim.zerosLike(params) }),
  };
  const [next, state] = algorithm.step(flat, algorithm.init(params));
  assert.deepEqual(row(next), row(start()));
  assert.equal(state.learningRate, 1e-3);
});
