/** A submission's update alone: its steps at a gradient that stays the same, as the trainer makes them. */
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Params } from '#spec';
import { randomFrom } from '../plan/random.ts';
import { differentiate } from '../run/trainer/differentiate.ts';
import { lossesPerExample } from '../run/trainer/examples.ts';
import { hide } from '../run/trainer/hidden-names.ts';
import { freeTrialState } from '../run/trainer/state.ts';
import { Stepper } from '../run/trainer/stepper.ts';
import { tensorsIn } from '../run/trainer/tensors-in.ts';
import { startOf, type Timed, type Trained } from './training-step.ts';

export interface Updating extends Timed {
  /** Gradients asked for in a step, on average. */
  readonly gradients: () => number;
  /** Numbers in the state that are not parameters. */
  readonly stateNumbers: () => number;
}

/** Loss and gradient, by hidden names, of one batch at these parameters. */
function oneGradient({ model, workload, dataset }: Trained, params: Params) {
  const { loss, grads } = tf.tidy(() => {
    const batch = dataset.batch(Int32Array.from({ length: workload.batchSize }, (_, i) => i));
    return differentiate(model, { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 });
  });
  return { loss, grads: hide(grads) };
}

/** `count` updates a step, so that work done every so many steps is in it. */
export function updateStep(trained: Trained, count: number): Updating {
  const { model, dataset, algorithm } = trained;
  const initial = startOf(model);
  const { loss, grads } = oneGradient(trained, initial);
  let gradients = 0;
  const still: Algorithm = {
    ...algorithm,
    step(here, state) {
      const grad = () => {
        gradients += 1;
        return { loss: loss.clone(), grads: optim.clone(grads) };
      };
      // Not spread: that would draw the batch.
      const parts = Object.getOwnPropertyDescriptors(here);
      const changed = { ...parts, grad: { value: grad, enumerable: true } };
      return algorithm.step(Object.defineProperties({}, changed) as typeof here, state);
    },
  };
  const stepper = new Stepper({
    ...trained,
    algorithm: still,
    random: randomFrom('bench'),
    lossesPerExample: lossesPerExample(model, dataset, initial),
  });
  let state = stepper.start(initial);
  return {
    step() {
      for (let i = 0; i < count; i++) state = stepper.step(state);
    },
    free() {
      freeTrialState(state);
      tf.dispose([loss, ...Object.values(grads)]);
    },
    gradients: () => gradients / Math.max(state.work.steps, 1),
    stateNumbers() {
      const own = new Set(Object.values(state.params));
      return [...tensorsIn(state.algorithm, 'state')]
        .filter((tensor) => !own.has(tensor))
        .reduce((sum, { size }) => sum + size, 0);
    },
  };
}
