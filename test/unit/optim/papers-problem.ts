/** The problem of test/peers/papers_vectors.py in float32, with losses, and a run of an algorithm on it. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Losses, Params } from '#spec';
import {
  initState,
  judgedParams,
  releaseJudged,
  takeStep,
  type StepHere,
} from '../../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../../harness/run/trainer/tensors-in.ts';
import * as parabola from '../../contract/parabola.ts';

const shapes: Readonly<Record<string, number[]>> = { a: [3], b: [2, 3], c: [2, 1, 2, 2], d: [] };

/** f(i) for the numbers of all tensors, counted in one row. */
const each = (f: (i: number) => number): Params => {
  let i = 0;
  const tensors = Object.entries(shapes).map(([path, shape]) => {
    const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () => f(i++));
    return [path, tf.tensor(values, shape)] as const;
  });
  return Object.fromEntries(tensors);
};

export const row = (params: Params): number[] =>
  Object.keys(shapes).flatMap((path) => [...params[path]!.dataSync()]);

const push = (i: number, step: number): number => 0.5 * Math.sin(0.7 * step + 1.3 * i);
const steep = (i: number): number => 0.1 + 0.2 * (i % 5);

const lossAndGrads = (params: Params, step: number): { loss: tf.Scalar; grads: Params } => {
  const p = row(params);
  const loss = p.reduce((sum, x, i) => sum + (steep(i) * x * x) / 2 + push(i, step) * x, 20);
  return { loss: tf.scalar(loss), grads: each((i) => steep(i) * p[i]! + push(i, step)) };
};

/** Losses of four examples, the same wherever the parameters are. */
const losses = (step: number): Losses => ({
  values: tf.tensor1d([0, 1, 2, 3].map((i) => 0.05 + Math.abs(Math.sin(step + i)))),
});

/** What a step at these parameters is given. */
export const here = (params: Params, step: number): StepHere => ({
  ...parabola.here(params, step),
  grad: (at) => lossAndGrads(at, step),
  loss: (at) => lossAndGrads(at, step).loss,
  losses: () => losses(step),
});

/** cos(i) in every place. */
export const start = (): Params => each(Math.cos);

/** The numbers of the parameters, and of those to be judged, after each of `steps` steps. */
export const trajectory = (
  algorithm: Algorithm,
  steps: number,
): { params: number[]; judged: number[] }[] => {
  let params = start();
  let state = initState(algorithm, params);
  const shown = [];
  for (let step = 0; step < steps; step++) {
    [params, state] = takeStep(algorithm, here(params, step), state);
    const judged = judgedParams(algorithm, here(params, step + 1), state);
    shown.push({ params: row(params), judged: row(judged) });
    releaseJudged(judged, params, state);
  }
  for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
  return shown;
};
