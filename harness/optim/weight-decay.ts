/** Decoupled weight decay, for all parameters or for those in chosen roles. */
import type { Role, Task } from '#spec';
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
