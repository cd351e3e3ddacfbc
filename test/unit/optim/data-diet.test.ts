import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Batch, Here } from '#spec';
import { randomFrom } from '../../../harness/plan/random.ts';
import { initState, takeStep, type StepHere } from '../../../harness/run/trainer/take-step.ts';
import * as parabola from '../../contract/parabola.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const size = 100;
const start = () => ({ w: tf.scalar(0) });

/** Data whose example i has the loss (7 i) mod 100; a batch holds its indices. */
const here = (params: Here['params'], step: number): StepHere => {
  const examples = (indices: ArrayLike<number>): Batch => ({
    size: indices.length,
    tensors: { index: tf.tensor1d(Array.from(indices)) },
  });
  const next = (): Batch => ({ size: 1, tensors: {} });
  return {
    ...parabola.here(params, step),
    batch: next(),
    data: { size, next, examples },
    grad: () => ({ loss: tf.scalar(0), grads: start() }),
    losses: (_, batch) => ({
      values: tf.tensor1d([...batch!.tensors['index']!.dataSync()].map((i) => (7 * i) % 100)),
    }),
  };
};

const diet = (options: Partial<optim.DataDietOptions>) =>
  optim.dataDiet(optim.optimizer(), {
    scoreAt: [3],
    poolSize: size,
    offset: 0,
    keep: 0.3,
    batchSize: 8,
    random: randomFrom('a diet'),
    ...options,
  });

/** The examples chosen in steps 0 ... count - 1; none where the default order is taken. */
const chosen = (algorithm: ReturnType<typeof diet>, count: number): number[][] => {
  let params: Here['params'] = start();
  let state = initState(algorithm, params);
  return Array.from({ length: count }, (_, step) => {
    const { index } = algorithm.selectData!(here(params, step), state as never).tensors;
    [params, state] = takeStep(algorithm, here(params, step), state);
    return index === undefined ? [] : [...index.dataSync()];
  });
};

test('before scoring all data are used, after it the examples with the largest losses, all of them', () => {
  const steps = chosen(diet({}), 20);
  assert.deepEqual(steps.slice(0, 3), [[], [], []]);
  const later = steps.slice(3).flat();
  assert.ok(later.every((i) => (7 * i) % 100 >= 70));
  assert.equal(new Set(later).size, 30);
  assert.equal(new Set(later.slice(0, 30)).size, 30);
});

test('the hardest may be left out', () => {
  const later = chosen(diet({ offset: 0.1 }), 20).flat();
  const losses = [...new Set(later.map((i) => (7 * i) % 100))].sort((a, b) => a - b);
  assert.deepEqual(
    losses,
    Array.from({ length: 30 }, (_, i) => 60 + i),
  );
});

test('each scoring draws a pool of its own', () => {
  const steps = chosen(diet({ scoreAt: [1, 10], poolSize: 40, keep: 0.5 }), 20);
  const [early, late] = [new Set(steps.slice(1, 10).flat()), new Set(steps.slice(10).flat())];
  assert.deepEqual([early.size, late.size], [20, 20]);
  assert.notDeepEqual(early, late);
});

test('a sample has no example twice', () => {
  const drawn = optim.sample(50, 20, randomFrom('sample'));
  assert.equal(new Set(drawn).size, 20);
  assert.ok(drawn.every((i) => i >= 0 && i < 50));
  assert.deepEqual(drawn, optim.sample(50, 20, randomFrom('sample')));
});
