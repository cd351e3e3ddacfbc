/**
 * The only place that frees training tensors. Authors write arithmetic; what they return is kept, everything
 * else they made is freed, and so is what the returned values replace.
 */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Batch, Here, Params, State } from '#spec';
import { checkParams } from './check-params.ts';
import { isTensor, tensorsIn } from './tensors-in.ts';

/** What `step` is given. */
export type StepHere = Here & { readonly batch: Batch };

/** The tensors that parameters and state hold; a tensor that stands in both is one tensor. */
const tensorsOf = (params: Params, state: State): Set<tf.Tensor> =>
  new Set([...tensorsIn(params, 'params'), ...tensorsIn(state, 'state')]);

/** A handle of its own for each tensor that someone else keeps (`tf.keep`), such as those of the step's batch. */
const adopt = (state: State): State => {
  if (typeof state === 'number') return state;
  if (isTensor(state)) return state.kept ? state.clone() : state;
  if (Array.isArray(state)) return state.map(adopt);
  return Object.fromEntries(Object.entries(state).map(([key, item]) => [key, adopt(item)]));
};

/** The state an algorithm starts from. It may hold the parameters' own tensors. */
export const initState = (algorithm: Algorithm, params: Params): State =>
  tf.tidy(() => {
    const state = algorithm.init(params);
    tensorsIn(state, 'the state that init returned');
    return state;
  });

/**
 * One step: new parameters and state. `here.params` and `state` are freed but for the tensors returned again.
 * A step that throws frees nothing of theirs. A batch must be made within the step, or kept by the caller.
 */
export const takeStep = (algorithm: Algorithm, here: StepHere, state: State): [Params, State] => {
  const [params, next] = tf.tidy((): [Params, State] => {
    const returned: unknown = algorithm.step(here, state);
    if (!Array.isArray(returned) || returned.length !== 2)
      throw new Error('step must return a list of two, [params, state], and no promise.');
    const [newParams, newState] = returned as [unknown, State];
    const ordered = checkParams(newParams, here.params, 'step');
    tensorsIn(newState, 'the state that step returned');
    return [ordered, adopt(newState)];
  });
  const kept = tensorsOf(params, next);
  for (const old of tensorsOf(here.params, state)) if (!kept.has(old)) old.dispose();
  return [params, next];
};

/**
 * The parameters to be judged. Where they are not `here.params` themselves, free them with `releaseJudged`
 * when the evaluation is over.
 */
export const judgedParams = (algorithm: Algorithm, here: Here, state: State): Params => {
  if (algorithm.prepareForEval === undefined) return here.params;
  const prepare = algorithm.prepareForEval.bind(algorithm);
  return tf.tidy(() => {
    const judged: unknown = prepare(here, state);
    return checkParams(judged, here.params, 'prepareForEval');
  });
};

/** Frees judged parameters, but for tensors that training goes on with. */
export const releaseJudged = (judged: Params, params: Params, state: State): void => {
  const kept = tensorsOf(params, state);
  for (const tensor of Object.values(judged)) if (!kept.has(tensor)) tensor.dispose();
};
