/** The problem of test/peers/optim_vectors.py in float32, and a run of an algorithm on it. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Params, Role, Task } from '#spec';
import {
  initState,
  judgedParams,
  releaseJudged,
  takeStep,
} from '../../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../../harness/run/trainer/tensors-in.ts';
import * as parabola from '../../contract/parabola.ts';

const specs: Readonly<Record<string, { shape: number[]; role: Role }>> = {
  a: { shape: [3], role: 'bias' },
  b: { shape: [2, 3], role: 'weight' },
  c: { shape: [2, 1, 2, 2], role: 'convWeight' },
  d: { shape: [], role: 'normScale' },
};
export const task: Task = { ...parabola.task(200), parameters: specs };

/** f(i) for the numbers of all tensors, counted in one row. */
const each = (f: (i: number) => number): Params => {
  let i = 0;
  const tensors = Object.entries(specs).map(([path, { shape }]) => {
    const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () => f(i++));
    return [path, tf.tensor(values, shape)] as const;
  });
  return Object.fromEntries(tensors);
};

const row = (params: Params): number[] =>
  Object.keys(specs).flatMap((path) => [...params[path]!.dataSync()]);

const gradient = (params: Params, step: number): Params => {
  const p = row(params);
  return each((i) => (0.1 + 0.2 * (i % 5)) * p[i]! + 0.5 * Math.sin(0.7 * step + 1.3 * i));
};

/** The numbers of the parameters, and of those to be judged, after each of `steps` steps. */
export const trajectory = (
  algorithm: Algorithm,
  steps: number,
): { params: number[]; judged: number[] }[] => {
  let params = each(Math.cos);
  let state = initState(algorithm, params);
  const shown = [];
  const here = (step: number) => ({
    ...parabola.here(params, step),
    grad: (at: Params) => ({ loss: tf.scalar(0), grads: gradient(at, step) }),
  });
  for (let step = 0; step < steps; step++) {
    [params, state] = takeStep(algorithm, here(step), state);
    const judged = judgedParams(algorithm, here(step + 1), state);
    shown.push({ params: row(params), judged: row(judged) });
    releaseJudged(judged, params, state);
  }
  for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  return shown;
};
