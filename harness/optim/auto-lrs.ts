/** Learning rates found by trying them for a while. AutoLRS, Jin et al. 2021, https://arxiv.org/abs/2105.10762 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs';
import type { Algorithm, Here, Params, State } from '#spec';
import { candidateRate } from './candidates.ts';
import { forecastLoss } from './forecast-loss.ts';

export interface AutoLrsOptions {
  /** Steps trained at a rate once it is found (tau). */
  readonly stageSteps: number;
  /** Steps each candidate is tried for (tau'). */
  readonly searchSteps: number;
  /** Candidates of a stage. */
  readonly candidates: number;
  /** The rates sought among. */
  readonly low: number;
  readonly high: number;
}

/**
 * Turns 0 ... candidates - 1 try a rate, the last one trains; `at` counts a turn's finished steps, `stage` the finished stages.
 * `steps` are those of the inner algorithm that count; `saved` is what every turn of a stage starts from.
 */
type AutoLrsState<S extends State> = {
  inner: S;
  saved: { params: Params; inner: S };
  losses: Tensor1D;
  forecasts: number[];
  steps: number;
  stage: number;
  turn: number;
  at: number;
};

type StepHere = Parameters<Algorithm['step']>[0];

/** `here` with gradients that leave the first one's loss with `seen`. */
const listening = (here: StepHere, seen: (loss: Scalar) => void): StepHere => {
  let first = true;
  return {
    ...here,
    grad(params, batch) {
      const found = here.grad(params, batch);
      if (first) seen(found.loss);
      first = false;
      return found;
    },
  };
};

/** The rate of this step: the turn's candidate, or in training the one with the least forecast. */
const rateOf = <S extends State>(
  { turn, stage, forecasts }: AutoLrsState<S>,
  { candidates: count, low, high }: AutoLrsOptions,
): number => {
  const i = turn < count ? turn : forecasts.indexOf(Math.min(...forecasts));
  return candidateRate(i, { round: stage, count, low, high });
};

/** The state after a step of the turn, with the candidate's forecast where its trial is over. */
const counted = <S extends State>(
  state: AutoLrsState<S>,
  { stageSteps, searchSteps, candidates }: AutoLrsOptions,
): AutoLrsState<S> => {
  const { turn, at, forecasts, steps, stage } = state;
  const training = turn === candidates;
  const after = { ...state, at: at + 1, steps: training ? steps + 1 : steps };
  if (after.at < (training ? stageSteps : searchSteps)) return after;
  if (training) return { ...after, at: 0, turn: 0, stage: stage + 1 };
  const forecast = forecastLoss([...state.losses.dataSync()], stageSteps);
  return { ...after, at: 0, turn: turn + 1, forecasts: forecasts.with(turn, forecast) };
};

/**
 * The parameters and inner state that count: those in training, or those saved where the candidates of this stage have
 * been tried in part.
 */
const accepted = <S extends State>(
  { params }: Here,
  { turn, at, saved, inner }: AutoLrsState<S>,
  candidates: number,
): { params: Params; inner: S } => {
  const astray = turn < candidates ? turn > 0 || at > 0 : at === 0;
  return astray ? saved : { params, inner };
};

/**
 * Trains in stages, each at one constant rate. At a stage's start every candidate rate is tried from the same parameters
 * and state, its losses are extrapolated to the stage's length, and the rate with the least forecast trains the stage
 * from where the search began. `inner` makes the algorithm at a rate; its states must not depend on the rate, and its `here.step` counts
 * the steps that were kept. Losses are read once every `searchSteps` steps. Judged are the parameters that count.
 */
export const autoLrs = <S extends State>(
  inner: (rate: number) => Algorithm<S>,
  options: AutoLrsOptions,
): Algorithm<AutoLrsState<S>> => {
  const { searchSteps, candidates, low } = options;
  return {
    ...inner(low),
    init(params) {
      const start = inner(low).init(params);
      const forecasts = Array.from({ length: candidates }, () => 0);
      const losses = tf.zeros<tf.Rank.R1>([searchSteps]);
      return {
        inner: start,
        saved: { params, inner: start },
        losses,
        forecasts,
        steps: 0,
        stage: 0,
        turn: 0,
        at: 0,
      };
    },
    step(here, state) {
      const starts = state.at === 0;
      const saved = starts ? accepted(here, state, candidates) : state.saved;
      const from = starts ? saved : { params: here.params, inner: state.inner };
      let { losses } = state;
      const inside = listening(here, (loss) => {
        losses = losses.slice(1).concat<Tensor1D>(loss.reshape([1]));
      });
      const ownStep = state.turn === candidates ? state.steps : state.steps + state.at;
      const [params, next] = inner(rateOf(state, options)).step(
        { ...inside, params: from.params, step: ownStep },
        from.inner,
      );
      return [params, counted({ ...state, inner: next, saved, losses }, options)];
    },
    prepareForEval(here, state) {
      const { params, inner: kept } = accepted(here, state, candidates);
      const inside = { ...here, params, step: state.steps };
      return inner(rateOf(state, options)).prepareForEval?.(inside, kept) ?? params;
    },
    selectData: (here, state) =>
      inner(rateOf(state, options)).selectData?.(here, state.inner) ?? here.data.next(),
  };
};
