/** A small training task in the public contract: a parabola whose axes differ in steepness, for tests of algorithms. */
import * as tf from '@tensorflow/tfjs';
import type { Batch, Here, Losses, Params, Random, Role, Task } from '#spec';

type StepHere = Here & { readonly batch: Batch };

/** One parameter: its shape and role, and where the bottom lies and how steep it is there, for each of its numbers. */
export interface Axis {
  readonly shape: number[];
  readonly role: Role;
  readonly bottom: readonly number[];
  readonly steepness: readonly number[];
}

/** A parabola over parameters of these names. */
export interface Parabola {
  readonly task: (stepHint: number) => Task;
  /** All parameters at one value. */
  readonly start: (value?: number) => Params;
  /** The sum over all numbers of steepness (p - bottom)^2 / 2; a scalar. */
  readonly loss: (params: Params) => tf.Scalar;
  /** What a step at these parameters is given; `frozen` parameters have a gradient of 0. */
  readonly here: (params: Params, step: number, frozen?: (path: string) => boolean) => StepHere;
}

const random: Random = {
  uniform: () => 0.5,
  normal: () => 0,
  integer: () => 0,
  fork: () => random,
};

/** Four equal examples. */
const batch: Batch = { size: 4, tensors: {} };

export const parabolaOf = (axes: Readonly<Record<string, Axis>>): Parabola => {
  const entries = Object.entries(axes);
  const each = (f: (axis: Axis, path: string) => tf.Tensor): Params =>
    Object.fromEntries(entries.map(([path, axis]) => [path, f(axis, path)]));
  const away = (params: Params): Params =>
    each(({ bottom, shape }, path) => params[path]!.sub(tf.tensor([...bottom], shape)));
  const steep = ({ steepness, shape }: Axis): tf.Tensor => tf.tensor([...steepness], shape);

  const loss = (params: Params): tf.Scalar => {
    const distances = away(params);
    const terms = each((axis, path) => distances[path]!.square().mul(steep(axis)).sum().div(2));
    return tf.addN(Object.values(terms).map((term) => term.asScalar()));
  };
  const gradient = (params: Params, frozen: (path: string) => boolean): Params => {
    const distances = away(params);
    return each((axis, path) =>
      frozen(path) ? tf.zeros(axis.shape) : distances[path]!.mul(steep(axis)),
    );
  };
  const losses = (params: Params): Losses => ({ values: tf.fill([4], 1).mul(loss(params)) });

  return {
    task: (stepHint) => ({
      parameters: Object.fromEntries(
        entries.map(([path, { shape, role }]) => [path, { shape, role }]),
      ),
      loss: 'meanSquaredError',
      goal: 'minimize',
      target: 1e-3,
      stepHint,
      batchSize: 4,
      trainingExamples: 4,
      budgetSeconds: 60,
      random,
    }),
    start: (value = 0) => each(({ shape }) => tf.fill(shape, value)),
    loss,
    here: (params, step, frozen = () => false) => ({
      params,
      step,
      batch,
      data: { size: 4, next: () => batch, examples: () => batch },
      grad: (at) => ({ loss: loss(at), grads: gradient(at, frozen) }),
      loss,
      losses,
      time: { elapsed: step, remaining: 60 },
      evaluations: [],
    }),
  };
};

/** An axis whose steepness goes 0.5, 1.5, 2.5 and over again. */
const axis = (shape: number[], role: Role, bottom: readonly number[]): Axis => ({
  shape,
  role,
  bottom,
  steepness: bottom.map((_, i) => 0.5 + (i % 3)),
});

/** The parabola that every submission must descend. */
export const axes: Readonly<Record<string, Axis>> = {
  'layer/kernel': axis([2, 3], 'weight', [0.15, -0.1, 0.05, -0.2, 0.1, 0.15]),
  'layer/bias': axis([3], 'bias', [0.05, -0.15, 0.1]),
  'norm/scale': axis([], 'normScale', [0.2]),
};

export const { task, start, loss, here } = parabolaOf(axes);
