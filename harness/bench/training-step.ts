/** A training step as the trainer makes it, and the same arithmetic without the trainer. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Batch, Model, Params, State, TrainingData, Workload } from '#spec';
import { randomFrom } from '../plan/random.ts';
import { differentiate } from '../run/trainer/differentiate.ts';
import { initialParams } from '../run/trainer/initialize.ts';
import { referenceAlgorithm } from '../run/trainer/reference-algorithm.ts';
import { Stopwatch } from '../run/trainer/stopwatch.ts';
import { initState, takeStep, type StepHere } from '../run/trainer/take-step.ts';
import { isTensor } from '../run/trainer/tensors-in.ts';
import { anonymous, Training } from '../run/trainer/training.ts';

/** AdamW as the calibrator runs it; `dropout` replaces the workload's own. */
export const adamW = (dropout?: number): Algorithm => ({
  ...referenceAlgorithm(),
  ...(dropout === undefined ? {} : { dropout }),
});

export interface Trained {
  readonly workload: Workload;
  readonly model: Model;
  readonly algorithm: Algorithm;
  readonly data: TrainingData;
}

/** Something to time, and how to free what it holds. */
export interface Stepper {
  readonly step: () => void;
  readonly free: () => void;
}

/** The parameters that all benchmarks start from. */
export const startOf = (model: Model): Params =>
  initialParams(model.parameters, randomFrom('bench'));

function freeState(state: State): void {
  if (isTensor(state)) state.dispose();
  else if (typeof state === 'object') Object.values(state).forEach(freeState);
}

/** What the trainer hands to steps of this training. */
export function trainingOf({ workload, model, algorithm, data }: Trained): Training {
  const random = randomFrom('bench').fork('regularization');
  const time = { elapsed: 0, remaining: 0 };
  return new Training({ model, workload, algorithm, data, random, evaluations: [], time });
}

/** One turn of the training loop between evaluations: batch, gradient, update, counters, sum of losses. */
export function loopStep(trained: Trained): Stepper {
  const { model, algorithm } = trained;
  const training = trainingOf(trained);
  const stopwatch = new Stopwatch();
  stopwatch.start();
  let params: Params = Object.fromEntries(
    Object.values(startOf(model)).map((tensor, i) => [anonymous(i), tensor]),
  );
  let state: State = initState(algorithm, params);
  let lossSum: Scalar = tf.scalar(0);
  return {
    step() {
      // The trainer's loop asks before every step whether time is left.
      if (!(stopwatch.seconds < Infinity)) throw new Error('The stopwatch gives no time.');
      training.begin();
      const here: StepHere = {
        ...training.here(params),
        get batch() {
          return training.batch();
        },
      };
      [params, state] = takeStep(algorithm, here, state);
      training.counters.steps += 1;
      const loss = training.takeStepLoss();
      if (loss === undefined) return;
      const before = lossSum;
      lossSum = before.add(loss);
      tf.dispose([before, loss]);
    },
    free() {
      training.begin();
      tf.dispose([lossSum, params]);
      freeState(state);
    },
  };
}

/** The gradient at a batch and the update, on parameters by their paths; nothing is checked or counted. */
export function bareStep(trained: Trained, batchOf: () => Batch): Stepper {
  const { model, workload, algorithm } = trained;
  const labelSmoothing = workload.regularization?.labelSmoothing ?? 0;
  const dropout = algorithm.dropout ?? workload.regularization?.dropout ?? 0;
  let params = startOf(model);
  let state: State = initState(algorithm, params);
  const always = trainingOf(trained).here(params);
  let step = 0;
  return {
    step() {
      const batch = batchOf();
      const grad = (at: Params) =>
        differentiate(model, { params: at, batch, dropout, labelSmoothing, seed: 0 });
      const here: StepHere = { ...always, params, step, batch, grad };
      const [newParams, newState] = tf.tidy(() => algorithm.step(here, state));
      tf.dispose([params, batch.tensors]);
      freeState(state);
      [params, state] = [newParams, newState];
      step += 1;
    },
    free() {
      tf.dispose(params);
      freeState(state);
    },
  };
}
