/** A small training task in the public contract: a parabola whose axes differ in steepness, for tests of algorithms. */
import * as tf from '@tensorflow/tfjs';
import type { Batch, Here, Losses, Params, Random, Role, Task } from '#spec';

type StepHere = Here & { readonly batch: Batch };

const specs: Readonly<Record<string, { shape: number[]; role: Role; bottom: number[] }>> = {
  'layer/kernel': { shape: [2, 3], role: 'weight', bottom: [0.15, -0.1, 0.05, -0.2, 0.1, 0.15] },
  'layer/bias': { shape: [3], role: 'bias', bottom: [0.05, -0.15, 0.1] },
  'norm/scale': { shape: [], role: 'normScale', bottom: [0.2] },
};

/** Steepness of axis i of a tensor. */
const steepness = (i: number): number => 0.5 + (i % 3);

const random: Random = {
  uniform: () => 0.5,
  normal: () => 0,
  integer: () => 0,
  fork: () => random,
};

export const task = (stepHint: number): Task => ({
  parameters: specs,
  loss: 'meanSquaredError',
  goal: 'minimize',
  target: 1e-3,
  stepHint,
  batchSize: 4,
  trainingExamples: 4,
  budgetSeconds: 60,
  random,
});

/** All parameters at zero. */
export const start = (): Params =>
  Object.fromEntries(Object.entries(specs).map(([path, { shape }]) => [path, tf.zeros(shape)]));

/** Four equal examples. */
const batch: Batch = { size: 4, tensors: {} };

/** The sum over all numbers of steepness (p - bottom)^2 / 2; a scalar. */
export const loss = (params: Params): tf.Scalar =>
  tf.addN(
    Object.entries(specs).map(([path, { shape, bottom }]) => {
      const steep = tf.tensor(
        bottom.map((_, i) => steepness(i)),
        shape,
      );
      const away = params[path]!.sub(tf.tensor(bottom, shape));
      return away.square().mul(steep).sum().div(2).asScalar();
    }),
  );

const lossAndGrads = (params: Params): { loss: tf.Scalar; grads: Params } => {
  const paths = Object.keys(params);
  const f = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    loss(Object.fromEntries(paths.map((path, i) => [path, tensors[i]!]))),
  );
  const { value, grads } = f(Object.values(params));
  return {
    loss: value.asScalar(),
    grads: Object.fromEntries(paths.map((path, i) => [path, grads[i]!])),
  };
};

const losses = (params: Params): Losses => ({ values: tf.fill([4], 1).mul(loss(params)) });

/** What a step at these parameters is given. */
export const here = (params: Params, step: number): StepHere => ({
  params,
  step,
  batch,
  data: { size: 4, next: () => batch, examples: () => batch },
  grad: lossAndGrads,
  loss,
  losses,
  time: { elapsed: step, remaining: 60 },
  evaluations: [],
});
