/** Decoupled weight decay, for all parameters or for those in chosen roles. */
import type { Role, Task } from '#spec';
import { asSchedule } from './learning-rate.ts';
import type { Schedule } from './schedules.ts';
import { linear, type Transform } from './transform.ts';

/** Chooses parameters by their path. */
export type Mask = (path: string) => boolean;

/** The parameters that have one of these roles. */
export const byRole = (task: Pick<Task, 'parameters'>, ...roles: readonly Role[]): Mask => {
  const wanted = new Set(roles);
  return (path) => {
    const parameter = task.parameters[path];
    return parameter !== undefined && wanted.has(parameter.role);
  };
};

/** The parameters that multiply activations, as weight decay wants them: no biases, scales or embeddings. */
export const onlyWeights = (task: Pick<Task, 'parameters'>): Mask =>
  byRole(
    task,
    'weight',
    'convWeight',
    'attentionQuery',
    'attentionKey',
    'attentionValue',
    'attentionQkv',
    'attentionOut',
  );

/**
 * Adds rate x parameters to the updates: decoupled weight decay when it stands after the rescaling, as in AdamW
 * (Loshchilov & Hutter 2017, https://arxiv.org/abs/1711.05101), L2 regularization when it stands before. As in optax
 * and AlgoPerf, the learning rate that follows multiplies it; in the paper's Algorithm 2 only the schedule does.
 */
export const addDecayedWeights = (rate: number, mask: Mask = () => true): Transform =>
  linear(() => ({ rate, mask }));

/**
 * Takes rate x parameters off steps of descent: the same decay where something stands between it and the learning rate, such
 * as Adafactor's momentum. The rate is the decay times the learning rate.
 */
export const decaySteps = (rate: number | Schedule, mask: Mask = () => true): Transform => {
  const schedule = asSchedule(rate);
  return linear(({ step }) => ({ rate: -schedule(step), mask }));
};
