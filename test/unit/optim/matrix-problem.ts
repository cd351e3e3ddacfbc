/** The problem of test/peers/matrix_vectors.py in float32, and a run of an algorithm on it. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Params, Role, Task } from '#spec';
import { initState, takeStep } from '../../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../../harness/run/trainer/tensors-in.ts';
import * as parabola from '../../contract/parabola.ts';

const specs: Readonly<Record<string, { shape: number[]; role: Role }>> = {
  a: { shape: [3], role: 'embedding' },
  b: { shape: [4, 4], role: 'attentionQuery' },
  c: { shape: [2, 1, 2, 4], role: 'convWeight' },
  d: { shape: [], role: 'normScale' },
  e: { shape: [5, 3], role: 'weight' },
  f: { shape: [3], role: 'bias' },
};
export const task: Task = { ...parabola.task(60), parameters: specs };

/** f(i) for the numbers of all tensors, counted in one row. */
const each = (f: (i: number) => number): Params => {
  let i = 0;
  const tensors = Object.entries(specs).map(([path, { shape }]) => {
    const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () => f(i++));
    return [path, tf.tensor(values, shape)] as const;
  });
  return Object.fromEntries(tensors);
};

export const start = (): Params => each(Math.cos);

export const row = (params: Params): number[] =>
  Object.keys(specs).flatMap((path) => [...params[path]!.dataSync()]);

const gradient = (params: Params, step: number): Params => {
  const p = row(params);
  return each((i) => (0.1 + 0.2 * (i % 5)) * p[i]! + 0.5 * Math.sin(0.7 * step + 1.3 * i * i));
};

/** What a step is given; `grads` in place of the problem's gradient where they are wanted. */
export const here = (params: Params, step: number, grads?: () => Params) => ({
  ...parabola.here(params, step),
  grad: (at: Params) => ({ loss: tf.scalar(0), grads: grads?.() ?? gradient(at, step) }),
});

/** The numbers of the parameters after each of `steps` steps. Nothing is left behind. */
export const trajectory = (
  algorithm: Algorithm,
  steps: number,
  grads?: () => Params,
): number[][] => {
  let params = start();
  let state = initState(algorithm, params);
  const shown = [];
  for (let step = 0; step < steps; step++) {
    [params, state] = takeStep(algorithm, here(params, step, grads), state);
    shown.push(row(params));
  }
  for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  return shown;
};
