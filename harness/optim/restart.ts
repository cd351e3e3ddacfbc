/** Runs that go back to their start. */
import type { Algorithm, Here, Params, State, Task } from '#spec';
import { clone } from './params.ts';

/** A run within the run: which one it is, and the step at which it began. Both count from 0. */
export interface Round {
  readonly round: number;
  readonly began: number;
}

type RestartState = { start: Params; inner: State; round: number; began: number };

/**
 * The algorithm of each round in turn, each from the first parameters and with a fresh state and step count; `ended` says
 * at the beginning of a step whether the round is over. Batch size and regularization are those of round 0.
 */
export const restarted = (
  algorithmOf: (round: number) => Algorithm,
  ended: (here: Here, round: Round) => boolean,
): Algorithm<RestartState> => {
  const first = algorithmOf(0);
  return {
    ...first,
    init: (params) => ({ start: clone(params), inner: first.init(params), round: 0, began: 0 }),
    step(here, state) {
      let { inner, round, began } = state;
      let params = here.params;
      if (ended(here, state)) {
        [round, began] = [round + 1, here.step];
        params = clone(state.start);
        inner = algorithmOf(round).init(params);
      }
      const own = { ...here, params, step: here.step - began };
      const [next, nextInner] = algorithmOf(round).step(own, inner);
      return [next, { start: state.start, inner: nextInner, round, began }];
    },
    ...(first.prepareForEval && {
      prepareForEval: (here: Here, { inner, round, began }: RestartState) =>
        algorithmOf(round).prepareForEval!({ ...here, step: here.step - began }, inner),
    }),
    ...(first.selectData && {
      selectData: (here: Here, { inner, round, began }: RestartState) =>
        algorithmOf(round).selectData!({ ...here, step: here.step - began }, inner),
    }),
  };
};

/**
 * Whether the round has made no progress: from step `after` of the run on, at each new evaluation, the round's evaluations
 * are at least four, the last is less than a hundredth of the first better than it, and so are the last three than those
 * before them. The test of Schedule-Free's first self-tuning entry to AlgoPerf, whose margin of 0.01 was absolute.
 */
export const withoutProgress =
  ({ goal }: Pick<Task, 'goal'>, after: number) =>
  ({ step, evaluations }: Here, { began }: Round): boolean => {
    const values = evaluations.filter((one) => one.step > began).map((one) => one.validation);
    const isNew = evaluations.at(-1)?.step === step;
    if (step < after || !isNew || values.length < 4) return false;
    const margin = 0.01 * Math.abs(values[0]!);
    const gain = (from: number, to: number) => (goal === 'maximize' ? to - from : from - to);
    const latest = values.slice(-4);
    return (
      gain(values[0]!, values.at(-1)!) < margin &&
      latest.slice(1).every((value, i) => gain(latest[i]!, value) < margin)
    );
  };
