/** Runs of an algorithm on a parabola, and what is seen on the way. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Params, State } from '#spec';
import {
  initState,
  judgedParams,
  releaseJudged,
  takeStep,
} from '../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../harness/run/trainer/tensors-in.ts';
import type { Parabola } from './parabola.ts';

/** Every number in parameters or a state, in order. */
export const numbersIn = (value: State): number[] => {
  if (typeof value === 'number') return [value];
  if (value instanceof tf.Tensor) return [...value.dataSync()];
  return Object.values(value).flatMap((item: State) => numbersIn(item));
};

export const free = (params: Params, state: State): void => {
  for (const tensor of tensorsIn([params, state], 'left')) tensor.dispose();
};

export interface RunOptions {
  readonly count: number;
  /** All parameters at the start. */
  readonly from?: number;
  /** Parameters whose gradient is 0. */
  readonly frozen?: (path: string) => boolean;
}

/** Parameters and state after `count` steps, to be freed, and the numbers of the parameters to be judged then. */
export const ran = (
  algorithm: Algorithm,
  problem: Parabola,
  { count, from = 0, frozen }: RunOptions,
): { params: Params; state: State; judged: number[] } => {
  let params = problem.start(from);
  let state = initState(algorithm, params);
  for (let step = 0; step < count; step++)
    [params, state] = takeStep(algorithm, problem.here(params, step, frozen), state);
  const toJudge = judgedParams(algorithm, problem.here(params, count, frozen), state);
  const judged = numbersIn(toJudge);
  releaseJudged(toJudge, params, state);
  return { params, state, judged };
};

/** A long run: losses at the start and at what is judged at the end, tensors held after each step, and those leaked. */
export const observed = (algorithm: Algorithm, problem: Parabola, count: number) => {
  const lossAt = (params: Params): number => tf.tidy(() => problem.loss(params).dataSync()[0]!);
  const others = tf.memory().numTensors;
  let params = problem.start();
  const before = lossAt(params);
  let state = initState(algorithm, params);
  const [held, leaks]: [number[], string[]] = [[], []];
  for (let step = 0; step < count; step++) {
    [params, state] = takeStep(algorithm, problem.here(params, step), state);
    const owned = tensorsIn([params, state], 'left').size;
    const extra = tf.memory().numTensors - others - owned;
    if (extra !== 0 && leaks.length === 0) leaks.push(`${extra} tensors in step ${step}`);
    held.push(owned);
  }
  const judged = judgedParams(algorithm, problem.here(params, count), state);
  const after = lossAt(judged);
  releaseJudged(judged, params, state);
  free(params, state);
  return { before, after, held, leaks };
};
