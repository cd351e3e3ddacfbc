/** The training loop: steps until the time is up or the referee says stop, evaluations when they fall due. */
import type { Model } from '#spec';
import { encodeHandOver } from '../wire/hand-over.ts';
import type { Continue } from '../wire/messages.ts';
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
  const { stepper } = loop;
  let state = loop.initial;
  while (!isUp(loop)) {
    state = stepper.step(state);
    if (state.gradientExamples < state.due) continue;
    const next = evaluate(loop, state);
    if (next === undefined) return 'told';
    state = next;
  }
  const loss = trainingLoss(state);
  return loss === undefined || Number.isFinite(loss) ? 'spent' : 'diverged';
}

/** The referee's word. */
const hear = (channel: Channel): Continue =>
  JSON.parse(Buffer.from(channel.receive().body).toString()) as Continue;

/** Is the time up? What seems so here may be time that others had the CPU, so the referee decides. */
function isUp({ stopwatch, limitSeconds, channel }: Loop): boolean {
  if (limitSeconds === undefined || stopwatch.seconds < limitSeconds) return false;
  channel.send('time', new Uint8Array());
  const word = hear(channel);
  if (word.go) stopwatch.start(word.seconds);
  return !word.go;
}

/** Hands the parameters to be judged to the referee and waits for its word: the state to go on from, or undefined. */
function evaluate(loop: Loop, before: TrialState): TrialState | undefined {
  const { stepper, stopwatch, channel, fence } = loop;
  const { judged, state } = stepper.judged(before);
  fence();
  stopwatch.stop();
  const { work, gradientExamples } = state;
  const params = packParams(stepper.byPath(judged), loop.parameters);
  releaseJudged(judged, state.params, state.algorithm);
  const handOver = { work, gradientExamples, trainingLoss: trainingLoss(state) };
  channel.send('params', encodeHandOver(handOver, params));
  const word = hear(channel);
  if (!word.go || !('validation' in word)) return undefined;
  const { seconds, validation } = word;
  stopwatch.start(seconds);
  return stepper.evaluated(state, { step: work.steps, seconds, validation });
}
