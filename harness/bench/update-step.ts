/** A submission's update alone: its steps at a gradient that stays the same, as the trainer makes them. */
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Params, State } from '#spec';
import { initState, takeStep } from '../run/take-step.ts';
import { tensorsIn } from '../run/tensors-in.ts';
import { anonymous } from '../run/training.ts';
import { startOf, trainingOf, type Stepper, type Trained } from './training-step.ts';

export interface Updating extends Stepper {
  /** Gradients asked for in a step, on average. */
  readonly gradients: () => number;
  /** Numbers in the state that are not parameters. */
  readonly stateNumbers: () => number;
}

/** `count` updates a step, so that work done every so many steps is in it. */
export function updateStep(trained: Trained, count: number): Updating {
  const { model, algorithm } = trained;
  const training = trainingOf(trained);
  let params: Params = Object.fromEntries(
    Object.values(startOf(model)).map((tensor, i) => [anonymous(i), tensor]),
  );
  let state: State = initState(algorithm, params);
  training.begin();
  const { loss, grads } = tf.tidy(() => training.here(params).grad(params));
  let [step, gradients] = [0, 0];
  const once = (): void => {
    training.begin();
    training.takeStepLoss()?.dispose();
    const here = {
      ...training.here(params),
      step,
      get batch() {
        return training.batch();
      },
      grad() {
        gradients += 1;
        return { loss: loss.clone(), grads: optim.clone(grads) };
      },
    };
    if (algorithm.selectData !== undefined) training.choose(algorithm.selectData(here, state));
    [params, state] = takeStep(algorithm, here, state);
    step += 1;
  };
  return {
    step() {
      for (let i = 0; i < count; i++) once();
    },
    free() {
      training.begin();
      training.takeStepLoss()?.dispose();
      tf.dispose([loss, grads, ...tensorsIn([params, state], 'left')]);
    },
    gradients: () => gradients / Math.max(step, 1),
    stateNumbers() {
      const own = new Set(Object.values(params));
      return [...tensorsIn(state, 'state')]
        .filter((tensor) => !own.has(tensor))
        .reduce((sum, { size }) => sum + size, 0);
    },
  };
}
