/** Updates of 40 tensors, 0.4 million parameters, at a gradient that stays the same. */
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Here, Params, State } from '#spec';
import { initState, takeStep } from '../../run/trainer/take-step.ts';
import { tensorsIn } from '../../run/trainer/tensors-in.ts';
import { normal, type BenchCase } from './case.ts';

/** Ten blocks of a matrix, a wide matrix, a bias and a scale. */
const shapes: readonly (readonly number[])[] = Array.from({ length: 10 }, () => [
  [128, 128],
  [128, 192],
  [192],
  [128],
]).flat();

const tensors = (): Params =>
  Object.fromEntries(shapes.map((shape, i) => [`p${i}`, normal(shape)]));

/** The harness's own `here` with nothing behind it but the gradient. */
function hereAt(params: Params, step: number, grads: Params): Here {
  const absent = (): never => {
    throw new Error('This benchmark has a gradient, and neither data nor losses.');
  };
  return {
    params,
    step,
    grad: () => ({ loss: tf.scalar(0), grads }),
    loss: absent,
    losses: absent,
    data: { size: 0, next: absent, examples: absent },
    time: { elapsed: 0, remaining: 0 },
    evaluations: [],
  };
}

const update = (name: string, algorithm: () => Algorithm): BenchCase => ({
  group: 'optimizer',
  name: `${name}, ${shapes.length} tensors`,
  make() {
    const rule = algorithm();
    const grads = tensors();
    let params = tensors();
    let state: State = initState(rule, params);
    let steps = 0;
    return {
      step() {
        const here = hereAt(params, steps, grads);
        const batch = { size: 0, tensors: {} };
        [params, state] = takeStep(rule, { ...here, batch }, state);
        steps += 1;
      },
      free() {
        tf.dispose([grads, params, ...tensorsIn(state, 'state')]);
      },
    };
  },
});

const scaled = (...parts: optim.Transform[]): Algorithm =>
  optim.optimizer(...parts, optim.addDecayedWeights(0.01), optim.scaleByLearningRate(1e-4));

const matrices = (path: string): boolean => shapes[Number(path.slice(1))]!.length === 2;

export const optimizers: readonly BenchCase[] = [
  update('AdamW', () => scaled(optim.scaleByAdam())),
  update('NAdamW', () => scaled(optim.scaleByNadam())),
  update('Lion', () => scaled(optim.scaleByLion())),
  update('Muon', () => scaled(optim.partition(matrices, optim.scaleByMuon(), optim.scaleByAdam()))),
];
