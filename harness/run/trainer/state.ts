/** All that a training goes on from, as a value. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Params, PastEvaluation, State } from '#spec';
import type { Work } from '../../record/result.ts';
import { isTensor, tensorsIn } from './tensors-in.ts';
import type { OrderPosition } from './training-data.ts';

/** The state of a trial between two steps. A step takes its tensors over; the same state gives the same next state. */
export interface TrialState {
  /** By hidden names. */
  readonly params: Params;
  /** What the algorithm remembers; may hold tensors of `params` too. */
  readonly algorithm: State;
  readonly work: Work;
  /** Examples that went through gradient evaluations, and the number of them at which the next evaluation falls due. */
  readonly gradientExamples: number;
  readonly due: number;
  /** Sum of the steps' losses since the last evaluation; absent before the first. */
  readonly loss?: { readonly sum: Scalar; readonly steps: number };
  readonly order: OrderPosition;
  /** Positions of the random streams by name. */
  readonly streams: Readonly<Record<string, number>>;
  /** Decides dropout and augmentation of the step last taken, and of what is computed to prepare an evaluation. */
  readonly seed: number;
  readonly evaluations: readonly PastEvaluation[];
  /** As the trainer sees them, up to the last evaluation. */
  readonly billedSeconds: number;
}

/** Every tensor of a state, each once. */
const tensorsOf = ({ params, algorithm, loss }: TrialState): Set<tf.Tensor> =>
  new Set([
    ...tensorsIn(params, 'params'),
    ...tensorsIn(algorithm, 'state'),
    ...(loss === undefined ? [] : [loss.sum]),
  ]);

/** Frees a state that is not gone on from. */
export function freeTrialState(state: TrialState): void {
  for (const tensor of tensorsOf(state)) tensor.dispose();
}

/** A state of its own: tensors that stood in two places still do. */
export function copyTrialState(state: TrialState): TrialState {
  const copies = new Map([...tensorsOf(state)].map((tensor) => [tensor, tensor.clone()]));
  const copy = (value: State): State => {
    if (typeof value === 'number') return value;
    if (isTensor(value)) return copies.get(value)!;
    if (Array.isArray(value)) return value.map(copy);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
  };
  return {
    ...state,
    params: copy(state.params) as Params,
    algorithm: copy(state.algorithm),
    ...(state.loss === undefined
      ? {}
      : { loss: { ...state.loss, sum: copies.get(state.loss.sum) as Scalar } }),
  };
}

/** Mean loss of the steps since the last evaluation, possibly not finite; undefined when there were none. */
export const trainingLoss = ({ loss }: TrialState): number | undefined =>
  loss === undefined ? undefined : loss.sum.dataSync()[0]! / loss.steps;
