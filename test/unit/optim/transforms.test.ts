import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Params } from '#spec';
import * as parabola from '../../contract/parabola.ts';
import { task, trajectory } from './smooth-problem.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const tensors = (values: Record<string, number[]>): Params =>
  Object.fromEntries(Object.entries(values).map(([path, row]) => [path, tf.tensor1d(row)]));
const numbers = (params: Params): Record<string, number[]> =>
  Object.fromEntries(Object.entries(params).map(([path, t]) => [path, [...t.dataSync()]]));
const here = (params: Params, step = 0) => parabola.here(params, step);

/** What a fresh transform makes of these gradients. */
const once = (rule: optim.Transform, grads: Params, params = grads): Record<string, number[]> =>
  numbers(rule.update(grads, rule.init(params), here(params))[0]);

test('a chain works from left to right and keeps a state for each part', () => {
  const double = optim.stateless((updates) => optim.scale(updates, 2));
  const grads = tensors({ a: [3] });
  const rule = optim.chain(double, optim.clipByValue(4), optim.trace({ momentum: 0.5 }));
  const [first, state] = rule.update(grads, rule.init(grads), here(grads));
  assert.deepEqual(numbers(first), { a: [4] });
  assert.deepEqual(numbers(rule.update(grads, state, here(grads, 1))[0]), { a: [6] });
});

test('clipping by the global norm keeps the direction, and leaves short gradients alone', () => {
  const rule = optim.clipByGlobalNorm(10);
  assert.deepEqual(once(rule, tensors({ a: [12], b: [16] })), { a: [6], b: [8] });
  assert.deepEqual(once(rule, tensors({ a: [3], b: [4] })), { a: [3], b: [4] });
  assert.deepEqual(once(rule, tensors({ a: [0] })), { a: [0] });
});

test('the learning rate is that of the steps finished so far, and descends', () => {
  const rule = optim.scaleByLearningRate((step) => 2 + step);
  const grads = tensors({ a: [1] });
  assert.deepEqual(numbers(rule.update(grads, [], here(grads, 3))[0]), { a: [-5] });
});

test('weights decay where the mask says so', () => {
  const params = tensors({ a: [10], b: [20] });
  const grads = tensors({ a: [1], b: [1] });
  const decay = optim.addDecayedWeights(0.5, (path) => path === 'b');
  assert.deepEqual(once(decay, grads, params), { a: [1], b: [11] });
  assert.deepEqual(once(optim.addDecayedWeights(0.5), grads, params), { a: [6], b: [11] });
});

test('masks follow roles', () => {
  const paths = Object.keys(task.parameters);
  assert.deepEqual(paths.filter(optim.onlyWeights(task)), ['b', 'c']);
  assert.deepEqual(paths.filter(optim.byRole(task, 'bias', 'normScale')), ['a', 'd']);
  assert.equal(optim.byRole(task, 'bias')('no such path'), false);
});

test('a partition gives each rule its own parameters and keeps their order', () => {
  const seen: string[] = [];
  const rule = (name: string, factor: number): optim.Transform =>
    optim.stateless((updates, { params }) => {
      seen.push(`${name}: ${Object.keys(updates).join()} of ${Object.keys(params).join()}`);
      return optim.scale(updates, factor);
    });
  const parts = optim.partition((path) => path !== 'b', rule('in', 2), rule('out', 3));
  const updates = once(parts, tensors({ a: [1], b: [1], c: [1] }));
  assert.deepEqual(Object.entries(updates), [
    ['a', [2]],
    ['b', [3]],
    ['c', [2]],
  ]);
  assert.deepEqual(seen, ['in: a,c of a,c', 'out: b of b']);
});

test('orthogonalized matrices have singular values near one, tall and wide', () => {
  for (const shape of [[5, 3] as const, [3, 5] as const]) {
    const [rows, columns] = shape;
    const values = Array.from({ length: rows * columns }, (_, i) => Math.sin(i * i + 1));
    const y = optim.orthogonalize(tf.tensor2d(values, [rows, columns]));
    assert.deepEqual(y.shape, [rows, columns]);
    const gram = y.matMul(y, rows > columns, rows <= columns);
    const away = gram.sub(tf.eye(3)).abs().max().dataSync()[0]!;
    assert.ok(away < 0.75, `the Gram matrix is ${away} from the identity`);
  }
});

test('a gradient of zero moves no parameter and makes no NaN', () => {
  const still: Algorithm[] = [
    optim.optimizer(optim.scaleByAdam(), optim.scaleByLearningRate(0.1)),
    optim.sam(optim.optimizer(optim.clipByGlobalNorm(1), optim.scaleByLearningRate(0.1)), 0.1),
    optim.optimizer(optim.prodigy()),
    optim.optimizer(optim.scaleByMuon(), optim.scaleByLearningRate(0.1)),
    optim.scheduleFree({ base: optim.scaleByRms(), learningRate: 0 }),
  ];
  const params = { a: tf.tensor2d([[1, 2]]) };
  const flat = {
    ...here(params),
    grad: () => ({ loss: tf.scalar(0), grads: optim.zerosLike(params) }),
  };
  for (const algorithm of still) {
    const [next] = algorithm.step(flat, algorithm.init(params));
    assert.deepEqual(numbers(next), { a: [1, 2] });
  }
});

test('sharpness-aware steps keep the settings of the algorithm they wrap', () => {
  const inner = { ...optim.optimizer(optim.scaleByLearningRate(0.1)), batchSize: 7, dropout: 0.2 };
  const { batchSize, dropout } = optim.sam(inner, 0.05);
  assert.deepEqual({ batchSize, dropout }, { batchSize: 7, dropout: 0.2 });
});

test('an average judges the start before the first step, and trains as without it', () => {
  const inner = optim.optimizer(optim.scaleByLearningRate(0.1));
  const averaged = optim.averaged(inner, 0.9);
  const params = tensors({ a: [1] });
  assert.equal(averaged.prepareForEval!(here(params), averaged.init(params)), params);
  const trained = (algorithm: Algorithm) => trajectory(algorithm, 5).map((shown) => shown.params);
  assert.deepEqual(trained(averaged), trained(inner));
});

test('an average leaves the choice of data to the algorithm it wraps', () => {
  const batch = { size: 3, tensors: {} };
  const inner = { ...optim.optimizer(), selectData: () => batch };
  const params = tensors({ a: [1] });
  const chosen = (algorithm: ReturnType<typeof optim.averaged>) =>
    algorithm.selectData!(here(params), algorithm.init(params));
  assert.equal(chosen(optim.averaged(inner, 0.9)), batch);
  assert.equal(Reflect.get(optim.averaged(optim.optimizer(), 0.9), 'selectData'), undefined);
});
