/** The training loop: steps until the time is up or the referee says stop, evaluations when they fall due. */
import type { Model } from '#spec';
import { jsonBody } from '../wire/frames.ts';
import type { Continue, Pause } from '../wire/messages.ts';
import { packParams } from '../wire/params.ts';
import type { Channel } from './channel.ts';
import { trainingLoss, type TrialState } from './state.ts';
import type { Stepper } from './stepper.ts';
import type { Stopwatch } from './stopwatch.ts';
import { releaseJudged } from './take-step.ts';

export interface Loop {
  readonly stepper: Stepper;
  readonly initial: TrialState;
  readonly parameters: Model['parameters'];
  /** Billed seconds after which the trainer stops by itself; undefined where only the referee ends it. */
  readonly limitSeconds: number | undefined;
  readonly stopwatch: Stopwatch;
  readonly channel: Channel;
  /** Returns once the device has done all queued work. */
  readonly fence: () => void;
}

/** Trains until told to stop or out of time; `diverged` when the time ran out on a loss that is not finite. */
export function train(loop: Loop): 'told' | 'spent' | 'diverged' {
  const { stepper, stopwatch, limitSeconds } = loop;
  let state = loop.initial;
  while (limitSeconds === undefined || stopwatch.seconds < limitSeconds) {
    state = stepper.step(state);
    if (state.gradientExamples < state.due) continue;
    const next = evaluate(loop, state);
    if (next === undefined) return 'told';
    state = next;
  }
  const loss = trainingLoss(state);
  return loss === undefined || Number.isFinite(loss) ? 'spent' : 'diverged';
}

/** Hands the parameters to be judged to the referee and waits for its word: the state to go on from, or undefined. */
function evaluate(loop: Loop, before: TrialState): TrialState | undefined {
  const { stepper, stopwatch, channel, fence } = loop;
  const { judged, state } = stepper.judged(before);
  fence();
  stopwatch.stop();
  const { work } = state;
  const loss = trainingLoss(state);
  const finite = loss !== undefined && Number.isFinite(loss);
  const pause: Pause = {
    step: work.steps,
    work,
    diverged: loss !== undefined && !finite,
    ...(finite ? { trainingLoss: loss } : {}),
  };
  channel.send('pause', jsonBody(pause));
  channel.send('params', packParams(stepper.byPath(judged), loop.parameters));
  releaseJudged(judged, state.params, state.algorithm);
  const word = JSON.parse(Buffer.from(channel.receive().body).toString()) as Continue;
  if (!word.go) return undefined;
  const { seconds } = stopwatch;
  const next = stepper.evaluated(state, { step: work.steps, seconds, validation: word.validation });
  channel.send('resume', jsonBody({}));
  stopwatch.start();
  return next;
}
