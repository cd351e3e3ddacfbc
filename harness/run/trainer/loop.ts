/** The training loop: steps until the time is up or the referee says stop, evaluations when they fall due. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Params, PastEvaluation, State } from '#spec';
import type { Channel } from './channel.ts';
import { jsonBody } from '../wire/frames.ts';
import type { Continue, Pause } from '../wire/messages.ts';
import { packParams } from '../wire/params.ts';
import type { Stopwatch } from './stopwatch.ts';
import { initState, judgedParams, releaseJudged, takeStep, type StepHere } from './take-step.ts';
import type { Training } from './training.ts';

export interface Loop {
  readonly training: Training;
  readonly algorithm: Algorithm;
  readonly initial: Params;
  /** Examples through gradient evaluations between two evaluations. */
  readonly evaluateEvery: number;
  /** Billed seconds after which the trainer stops by itself; undefined where only the referee ends it. */
  readonly limitSeconds: number | undefined;
  readonly stopwatch: Stopwatch;
  /** Grows with every evaluation; submissions may look back on it. */
  readonly evaluations: PastEvaluation[];
  readonly channel: Channel;
  /** Returns once the device has done all queued work. */
  readonly fence: () => void;
}

/** The algorithm with its data selection made part of the step, so that both share one tidy. */
function withSelection(algorithm: Algorithm, training: Training): Algorithm {
  const select = algorithm.selectData?.bind(algorithm);
  return {
    init: (params) => algorithm.init(params),
    step(here, state) {
      if (select !== undefined) training.choose(select(here, state));
      return algorithm.step(here, state);
    },
  };
}

/** Trains until told to stop or out of time; `diverged` when the time ran out on a loss that is not finite. */
export function train(loop: Loop): 'told' | 'spent' | 'diverged' {
  const { training, algorithm, stopwatch } = loop;
  const stepping = withSelection(algorithm, training);
  let params = loop.initial;
  let state = initState(algorithm, params);
  let lossSum: Scalar | undefined;
  let lossSteps = 0;
  let due = loop.evaluateEvery;

  const { limitSeconds } = loop;
  while (limitSeconds === undefined || stopwatch.seconds < limitSeconds) {
    training.begin();
    const here: StepHere = {
      ...training.here(params),
      get batch() {
        return training.batch();
      },
    };
    [params, state] = takeStep(stepping, here, state);
    training.counters.steps += 1;

    const loss = training.takeStepLoss();
    if (loss !== undefined) {
      const before: Scalar | undefined = lossSum;
      lossSum = before === undefined ? loss : before.add(loss);
      if (before !== undefined) tf.dispose([before, loss]);
      lossSteps += 1;
    }

    if (training.gradientExamples >= due) {
      due = (Math.floor(training.gradientExamples / loop.evaluateEvery) + 1) * loop.evaluateEvery;
      if (!evaluate(loop, params, state, lossSum, lossSteps)) return 'told';
      lossSum?.dispose();
      lossSum = undefined;
      lossSteps = 0;
    }
  }
  return lossSum === undefined || Number.isFinite(lossSum.dataSync()[0]) ? 'spent' : 'diverged';
}

/** Hands the parameters to be judged to the referee and waits for its word. Returns whether to go on. */
function evaluate(
  { training, algorithm, stopwatch, fence, channel, evaluations }: Loop,
  params: Params,
  state: State,
  lossSum: Scalar | undefined,
  lossSteps: number,
): boolean {
  const judged = judgedParams(algorithm, training.here(params), state);
  fence();
  stopwatch.stop();
  const loss = lossSum === undefined ? undefined : lossSum.dataSync()[0]! / lossSteps;
  const work = { ...training.counters };
  const finite = loss !== undefined && Number.isFinite(loss);
  const pause: Pause = {
    step: work.steps,
    work,
    diverged: loss !== undefined && !finite,
    ...(finite ? { trainingLoss: loss } : {}),
  };
  channel.send('pause', jsonBody(pause));
  channel.send('params', packParams(judged));
  releaseJudged(judged, params, state);
  const word = JSON.parse(Buffer.from(channel.receive().body).toString()) as Continue;
  if (!word.go) return false;
  evaluations.push({ step: work.steps, seconds: stopwatch.seconds, validation: word.validation });
  channel.send('resume', jsonBody({}));
  stopwatch.start();
  return true;
}
