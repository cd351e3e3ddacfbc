import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, State } from '#spec';
import { initState, judgedParams, takeStep } from '../../../harness/run/trainer/take-step.ts';
import { here, row, start } from './papers-problem.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const options = { stageSteps: 7, searchSteps: 4, candidates: 3, low: 1e-3, high: 0.3 };
const search = options.searchSteps * options.candidates;

/** Adam with its rate; tells the steps it is given. */
const adam =
  (told: { rate: number; step: number; at: number[] }[]) =>
  (rate: number): Algorithm => {
    const inner = optim.optimizer(optim.scaleByAdam(), optim.scaleByLearningRate(rate));
    return {
      ...inner,
      step(given, state) {
        told.push({ rate, step: given.step, at: row(given.params) });
        return inner.step(given, state as State[]);
      },
    };
  };

const numbersIn = (value: State): number[] => {
  if (typeof value === 'number') return [value];
  if (value instanceof tf.Tensor) return [...value.dataSync()];
  return Object.values(value).flatMap((item: State) => numbersIn(item));
};

test('every candidate and the stage start from the same parameters and state, to the bit', () => {
  const told: Parameters<typeof adam>[0] = [];
  const algorithm = optim.autoLrs(adam(told), options);
  let params = start();
  let state = initState(algorithm, params);
  const innerAt: number[][] = [];
  for (let step = 0; step < search + 1; step++) {
    [params, state] = takeStep(algorithm, here(params, step), state);
    const { inner, saved } = state as { inner: State; saved: { inner: State } };
    if (step % options.searchSteps === 0) innerAt.push(numbersIn(saved.inner));
    assert.notDeepEqual(numbersIn(inner), numbersIn(saved.inner));
  }
  const starts = told.filter((_, i) => i % options.searchSteps === 0);
  assert.equal(starts.length, options.candidates + 1);
  for (const { at, step } of starts) assert.deepEqual([at, step], [row(start()), 0]);
  for (const state of innerAt) assert.deepEqual(state, innerAt[0]);
});

test('the inner algorithm counts only the steps that were kept', () => {
  const told: Parameters<typeof adam>[0] = [];
  const algorithm = optim.autoLrs(adam(told), options);
  let params = start();
  let state = initState(algorithm, params);
  for (let step = 0; step < 2 * (search + options.stageSteps); step++)
    [params, state] = takeStep(algorithm, here(params, step), state);
  const trials = [0, 1, 2, 3];
  const line = [0, 1, 2, 3, 4, 5, 6];
  const stage = (first: number) => [...trials, ...trials, ...trials, ...line].map((i) => first + i);
  assert.deepEqual(
    told.map(({ step }) => step),
    [...stage(0), ...stage(options.stageSteps)],
  );
  const [chosen] = told.slice(search);
  assert.ok(told.slice(search, search + 7).every(({ rate }) => rate === chosen!.rate));
});

test('judged are the parameters that count, in the search and after it', () => {
  const algorithm = optim.autoLrs(adam([]), options);
  let params = start();
  let state = initState(algorithm, params);
  for (let step = 0; step < search + 3; step++) {
    const judged = row(judgedParams(algorithm, here(params, step), state));
    assert.deepEqual(judged, step <= search ? row(start()) : row(params), `before step ${step}`);
    [params, state] = takeStep(algorithm, here(params, step), state);
  }
});

test('a rate that diverges is not taken', () => {
  const told: { rate: number; step: number; at: number[] }[] = [];
  const descent = (rate: number): Algorithm => {
    const inner = optim.optimizer(optim.scaleByLearningRate(rate));
    const step: Algorithm['step'] = (given, state) => {
      told.push({ rate, step: given.step, at: [] });
      return inner.step(given, state as never);
    };
    return { ...inner, step };
  };
  const algorithm = optim.autoLrs(descent, { ...options, low: 0.1, high: 1e30 });
  let params = start();
  let state = initState(algorithm, params);
  for (let step = 0; step <= search; step++)
    [params, state] = takeStep(algorithm, here(params, step), state);
  assert.equal(told.at(-1)!.rate, Math.min(...told.map(({ rate }) => rate)));
  assert.ok(row(params).every(Number.isFinite));
});
