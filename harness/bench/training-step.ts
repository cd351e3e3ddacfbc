/** A training step as the trainer makes it, and the same arithmetic without the trainer. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Batch, Dataset, Model, Params, State, Workload } from '#spec';
import { randomFrom } from '../plan/random.ts';
import { differentiate } from '../run/trainer/differentiate.ts';
import { lossesPerExample } from '../run/trainer/examples.ts';
import { initialParams } from '../run/trainer/initialize.ts';
import { referenceAlgorithm } from '../run/trainer/reference-algorithm.ts';
import { freeTrialState } from '../run/trainer/state.ts';
import { Stepper } from '../run/trainer/stepper.ts';
import { Stopwatch } from '../run/trainer/stopwatch.ts';
import { initState, type StepHere } from '../run/trainer/take-step.ts';
import { tensorsIn } from '../run/trainer/tensors-in.ts';

/** AdamW as the calibrator runs it; `dropout` replaces the workload's own. */
export const adamW = (dropout?: number): Algorithm => ({
  ...referenceAlgorithm(),
  ...(dropout === undefined ? {} : { dropout }),
});

export interface Trained {
  readonly workload: Workload;
  readonly model: Model;
  readonly algorithm: Algorithm;
  readonly dataset: Dataset;
}

/** Something to time, and how to free what it holds. */
export interface Timed {
  readonly step: () => void;
  readonly free: () => void;
}

/** The parameters that all benchmarks start from. */
export const startOf = (model: Model): Params =>
  initialParams(model.parameters, randomFrom('bench'));

/** One turn of the training loop between evaluations: batch, gradient, update, counters, sum of losses. */
export function loopStep(trained: Trained): Timed {
  const { model, dataset } = trained;
  const stopwatch = new Stopwatch();
  stopwatch.start(0);
  const initial = startOf(model);
  const stepper = new Stepper({
    ...trained,
    random: randomFrom('bench'),
    lossesPerExample: lossesPerExample(model, dataset, initial),
  });
  let state = stepper.start(initial);
  return {
    step() {
      // The trainer's loop asks before every step whether time is left.
      if (!(stopwatch.seconds < Infinity)) throw new Error('The stopwatch gives no time.');
      state = stepper.step(state);
    },
    free() {
      freeTrialState(state);
    },
  };
}

/** The gradient at a batch and the update, on parameters by their paths; nothing is checked or counted. */
export function bareStep(trained: Trained, batchOf: () => Batch): Timed {
  const { model, workload, algorithm, dataset } = trained;
  const labelSmoothing = workload.regularization?.labelSmoothing ?? 0;
  const dropout = algorithm.dropout ?? workload.regularization?.dropout ?? 0;
  let params = startOf(model);
  let state: State = initState(algorithm, params);
  const absent = (): never => {
    throw new Error('A bare step has gradients only.');
  };
  const always = {
    data: { size: dataset.size, next: absent, examples: absent },
    loss: absent,
    losses: absent,
    time: { elapsed: 0, remaining: undefined },
    evaluations: [],
  };
  let step = 0;
  return {
    step() {
      const batch = batchOf();
      const grad = (at: Params) =>
        differentiate(model, { params: at, batch, dropout, labelSmoothing, seed: 0 });
      const here: StepHere = { ...always, params, step, batch, grad };
      const [newParams, newState] = tf.tidy(() => algorithm.step(here, state));
      tf.dispose([params, batch.tensors]);
      for (const tensor of tensorsIn(state, 'state')) tensor.dispose();
      [params, state] = [newParams, newState];
      step += 1;
    },
    free() {
      tf.dispose([params, ...tensorsIn(state, 'state')]);
    },
  };
}
