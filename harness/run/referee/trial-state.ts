/** The course of one trial in the referee: frames come in, evaluations are judged. */
import { better, firstHit, reaches } from '../../record/goal.ts';
import type { Evaluation, Work } from '../../record/result.ts';
import type { RefereeEvent } from '../wire/events.ts';
import type { Frame, Kind } from '../wire/frames.ts';
import type { Job } from '../wire/job.ts';
import type { Continue, End, Pause } from '../wire/messages.ts';
import type { Judge } from './judge.ts';
import { goesOn, type Ending } from './outcome.ts';
import type { TrainerProcess } from './trainer-process.ts';
import { TrialClock, type Phase } from './trial-clock.ts';

/** What begins with the first byte of a frame. */
const phaseOf: Partial<Readonly<Record<Kind, Phase>>> = {
  resume: 'training',
  pause: 'handingOver',
  end: 'ended',
};

const parse = (frame: Frame): unknown => JSON.parse(Buffer.from(frame.body).toString());

/** Mutable state of one trial. */
export interface TrialState {
  readonly job: Pick<Job, 'plan' | 'stop'>;
  readonly clock: TrialClock;
  readonly evaluations: Evaluation[];
  test: Ending['test'];
  diverged: boolean;
  work: Work;
  end: End | undefined;
}

/** The state before the trainer has said a word. */
export const newTrial = (job: TrialState['job']): TrialState => ({
  job,
  clock: new TrialClock(),
  evaluations: [],
  test: undefined,
  diverged: false,
  work: { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
  end: undefined,
});

/** Takes note of a frame the moment it begins. */
export function noteHead({ clock }: TrialState, kind: Kind): void {
  const phase = phaseOf[kind];
  if (phase !== undefined) clock.enter(phase);
}

/** The test metric of a best evaluation, off the evaluation's account; undefined when it is not finite. */
function testForTheRecord(
  { clock }: TrialState,
  judge: Judge,
  params: Uint8Array,
): number | undefined {
  clock.enter('noting');
  const { value, finite } = judge.test(params);
  clock.enter('judging');
  return finite ? value : undefined;
}

/** Judges the test split where the target was first reached, for the outcome. */
function testAtTarget(trial: TrialState, judge: Judge, params: Uint8Array): void {
  const { plan } = trial.job;
  const isHit = firstHit(trial.evaluations, plan) === trial.evaluations.length - 1;
  if (plan.target === undefined || !isHit) return;
  const { value, finite } = judge.test(params);
  if (!finite) return;
  trial.test = { value, reached: reaches(value, plan.target.test, plan.metric.goal) };
}

/** Judges one handed-over set of parameters; returns the word to the trainer. */
function judgeNow(trial: TrialState, judge: Judge, pause: Pause, params: Uint8Array): Continue {
  const { job, clock, evaluations } = trial;
  const { plan, stop } = job;
  const { value, finite, metrics } = judge.validation(params);
  if (pause.diverged || !finite) {
    trial.diverged = true;
    return { go: false };
  }
  const testAt = plan.until.kind === 'evaluations' ? plan.until.testAt : 'target';
  const best = evaluations.every(({ validation }) => better(value, validation, plan.metric.goal));
  const test = testAt === 'bests' && best ? testForTheRecord(trial, judge, params) : undefined;
  evaluations.push({
    step: pause.step,
    seconds: clock.billed,
    examples: pause.work.examples,
    gradientEvaluations: pause.work.gradientEvaluations,
    validation: value,
    ...(pause.trainingLoss === undefined ? {} : { trainingLoss: pause.trainingLoss }),
    ...(test === undefined ? {} : { test }),
    metrics,
  });
  if (testAt === 'target') testAtTarget(trial, judge, params);
  return goesOn(evaluations, plan, stop) ? { go: true, validation: value } : { go: false };
}

/** One evaluation, from the last byte of the parameters to the word that ends it. */
function evaluate(
  trial: TrialState,
  trainer: Pick<TrainerProcess, 'signal' | 'send'>,
  judge: Judge,
  pause: Pause,
  params: Uint8Array,
): void {
  const { clock } = trial;
  trainer.signal('SIGSTOP');
  clock.received(params.byteLength);
  trial.work = pause.work;
  const word = judgeNow(trial, judge, pause, params);
  clock.enter('handingOver');
  trainer.signal('SIGCONT');
  trainer.send('continue', word);
}

/** What judging needs of the world. */
export interface Following {
  readonly trainer: Pick<TrainerProcess, 'next' | 'signal' | 'send'>;
  readonly judge: Judge;
  readonly onReady: () => void;
  readonly tell: (event: RefereeEvent) => void;
}

/** Follows the trainer frame by frame until it is gone. */
export async function follow(trial: TrialState, following: Following): Promise<void> {
  const { trainer, judge, onReady, tell } = following;
  let pause: Pause | undefined;
  for (let frame = await trainer.next(); frame !== undefined; frame = await trainer.next()) {
    if (frame.kind === 'ready') {
      onReady();
      trainer.send('continue', {});
    } else if (frame.kind === 'pause') {
      pause = parse(frame) as Pause;
    } else if (frame.kind === 'params' && pause !== undefined) {
      const before = trial.evaluations.length;
      evaluate(trial, trainer, judge, pause, frame.body);
      const evaluation = trial.evaluations[before];
      if (evaluation !== undefined) tell({ kind: 'evaluated', evaluation });
    } else if (frame.kind === 'end') {
      trial.end = parse(frame) as End;
      trial.work = trial.end.work;
      if (trial.end.why === 'diverged') trial.diverged = true;
    }
  }
}
