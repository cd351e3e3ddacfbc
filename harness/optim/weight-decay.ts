/** Decoupled weight decay, for all parameters or for those in chosen roles. */
import type { Params, Role, Task } from '#spec';
import { combine } from './params.ts';
import { stateless, type Transform } from './transform.ts';

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
  stateless(
    (updates, { params }): Params => {
      const paths = Object.keys(updates).filter(mask);
      const chosen = (set: Params) => Object.fromEntries(paths.map((path) => [path, set[path]!]));
      return { ...updates, ...combine(chosen(updates), 1, chosen(params), rate) };
    },
    () => ({ factor: 1, decay: (path) => (mask(path) ? rate : 0) }),
  );
