/** Averages of the latest weights (LAWA): snapshots at intervals, judged in place of the last parameters. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Params, State } from '#spec';
import { clone, ema, map, zerosLike } from './params.ts';
import { settingsOf } from './wrapped.ts';

/** When snapshots are taken, in finished steps. */
export interface Intervals {
  readonly from: number;
  readonly every: number;
}

const isDue = (finished: number, { from, every }: Intervals): boolean =>
  finished >= from && (finished - from) % every === 0;

type QueueState<S> = { inner: S; queue: Params[]; taken: number };

/** The mean of sets of parameters. */
const mean = (sets: readonly Params[]): Params =>
  map((...tensors) => tf.addN(tensors).div(sets.length), sets[0]!, ...sets.slice(1));

/**
 * `inner`, judged at the mean of its last `count` snapshots once there are so many, at its own parameters before.
 * Kaddour 2022, https://arxiv.org/abs/2209.14981, at intervals as in the AlgoPerf entry `lawa_queue`.
 */
export const queueAveraged = <S extends State>(
  inner: Algorithm<S>,
  intervals: Intervals,
  count = 10,
): Algorithm<QueueState<S>> => ({
  ...settingsOf(inner, (state: QueueState<S>) => state.inner),
  init: (params) => ({
    inner: inner.init(params),
    queue: Array.from({ length: count }, () => zerosLike(params)),
    taken: 0,
  }),
  step(here, { queue, taken, inner: state }) {
    const [params, next] = inner.step(here, state);
    if (!isDue(here.step + 1, intervals)) return [params, { inner: next, queue, taken }];
    return [
      params,
      { inner: next, queue: [...queue.slice(1), clone(params)], taken: Math.min(taken + 1, count) },
    ];
  },
  prepareForEval: ({ params }, { queue, taken }) => (taken < count ? params : mean(queue)),
});

type EmaState<S> = { inner: S; average: Params; taken: number };

/**
 * `inner`, judged at a moving average of its snapshots, decay x average + (1 - decay) x snapshot from the first snapshot on;
 * at its own parameters before. The AlgoPerf entry `lawa_ema`.
 */
export const snapshotsAveraged = <S extends State>(
  inner: Algorithm<S>,
  intervals: Intervals,
  decay: number,
): Algorithm<EmaState<S>> => ({
  ...settingsOf(inner, (state: EmaState<S>) => state.inner),
  init: (params) => ({ inner: inner.init(params), average: zerosLike(params), taken: 0 }),
  step(here, { average, taken, inner: state }) {
    const [params, next] = inner.step(here, state);
    if (!isDue(here.step + 1, intervals)) return [params, { inner: next, average, taken }];
    const now = taken === 0 ? clone(params) : ema(average, params, decay);
    return [params, { inner: next, average: now, taken: 1 }];
  },
  prepareForEval: ({ params }, { average, taken }) => (taken === 0 ? params : average),
});
