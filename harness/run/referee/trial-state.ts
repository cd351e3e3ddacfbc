/** The course of one trial in the referee: frames come in, evaluations are judged. */
import { better, firstHit, reaches } from '../../record/goal.ts';
import { limitOf } from '../../record/plan.ts';
import type { Evaluation, Work } from '../../record/result.ts';
import type { RefereeEvent } from '../wire/events.ts';
import { decodeHandOver, nextDue } from '../wire/hand-over.ts';
import type { Job } from '../wire/job.ts';
import type { Continue, End } from '../wire/messages.ts';
import { Misreport } from '../wire/misreport.ts';
import { parseEnd } from './believe.ts';
import type { Judge } from './judge.ts';
import { goesOn, type Ending } from './outcome.ts';
import type { TrainerProcess } from './trainer-process.ts';
import type { TrialClock } from './trial-clock.ts';
import { ownSeconds } from './usage.ts';

/** Mutable state of one trial. */
export interface TrialState {
  readonly job: Pick<Job, 'plan' | 'stop'>;
  readonly clock: TrialClock;
  /** Gradient examples between two evaluations, and evaluations at most. */
  readonly every: number;
  readonly most: number;
  readonly evaluations: Evaluation[];
  /** Gradient examples at which the next evaluation falls due. */
  due: number;
  test: Ending['test'];
  diverged: boolean;
  work: Work;
  end: End | undefined;
}

/** The state before the trainer has said a word. */
export const newTrial = (
  given: Pick<TrialState, 'job' | 'clock' | 'every' | 'most'>,
): TrialState => ({
  ...given,
  evaluations: [],
  due: given.every,
  test: undefined,
  diverged: false,
  work: { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
  end: undefined,
});

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

/** Throws where an evaluation was asked for that is not due, or one too many. */
function checkDue({ due, evaluations, most }: TrialState, gradientExamples: number): void {
  if (gradientExamples < due)
    throw new Misreport(
      `The trainer asked to be judged after ${gradientExamples} examples; the next evaluation was due after ${due}.`,
    );
  if (evaluations.length >= most)
    throw new Misreport(`The trainer asked to be judged more than ${most} times.`);
}

/** Judges one handed-over set of parameters; returns the word to the trainer. */
function judgeNow(trial: TrialState, judge: Judge, body: Uint8Array): Continue {
  const { job, clock, evaluations } = trial;
  const { plan, stop } = job;
  const { work, gradientExamples, trainingLoss, params } = decodeHandOver(body);
  checkDue(trial, gradientExamples);
  trial.work = work;
  trial.due = nextDue(gradientExamples, trial.every);
  const before = ownSeconds();
  const { value, finite, metrics } = judge.validation(params);
  const yardstickSeconds = ownSeconds() - before;
  if (!finite || (trainingLoss !== undefined && !Number.isFinite(trainingLoss))) {
    trial.diverged = true;
    return { go: false };
  }
  const testAt = plan.until.kind === 'evaluations' ? plan.until.testAt : 'target';
  const best = evaluations.every(({ validation }) => better(value, validation, plan.metric.goal));
  const test = testAt === 'bests' && best ? testForTheRecord(trial, judge, params) : undefined;
  const seconds = clock.billed;
  evaluations.push({
    step: work.steps,
    seconds,
    wallSeconds: clock.wall,
    yardstickSeconds,
    examples: work.examples,
    gradientEvaluations: work.gradientEvaluations,
    validation: value,
    ...(trainingLoss === undefined ? {} : { trainingLoss }),
    ...(test === undefined ? {} : { test }),
    metrics,
  });
  if (testAt === 'target') testAtTarget(trial, judge, params);
  return goesOn(evaluations, plan, stop) ? { go: true, seconds, validation: value } : { go: false };
}

/** Is the time that the trainer asks about up? */
function timeWord({ job, clock }: TrialState): Continue {
  const seconds = clock.billed;
  return seconds < limitOf(job.plan) ? { go: true, seconds } : { go: false };
}

/** What judging needs of the world. */
export interface Following {
  readonly trainer: Pick<TrainerProcess, 'next' | 'refuse'>;
  readonly judge: Judge;
  readonly onReady: () => void;
  readonly tell: (event: RefereeEvent) => void;
  /** Answers the trainer, which waits; the clock runs from before the first byte. */
  readonly answer: (word: Continue) => void;
}

/** The word that answers a frame; undefined where there is none to say. */
function wordOn(
  trial: TrialState,
  { kind, body }: Awaited<ReturnType<TrainerProcess['next']>> & object,
  { judge, onReady, tell }: Following,
): Continue | undefined {
  switch (kind) {
    case 'ready':
      onReady();
      return { go: true, seconds: 0 };
    case 'params': {
      const before = trial.evaluations.length;
      const word = judgeNow(trial, judge, body);
      const evaluation = trial.evaluations[before];
      if (evaluation !== undefined) tell({ kind: 'evaluated', evaluation });
      return word;
    }
    case 'time':
      return timeWord(trial);
    case 'end':
      trial.end = parseEnd(body);
      trial.work = trial.end.work;
      if (trial.end.why === 'diverged') trial.diverged = true;
      return undefined;
    case 'start':
    case 'continue':
      return undefined; // never read from a trainer
  }
}

/** Follows the trainer frame by frame until it is gone. */
export async function follow(trial: TrialState, following: Following): Promise<void> {
  const { trainer, answer } = following;
  for (let frame = await trainer.next(); frame !== undefined; frame = await trainer.next()) {
    try {
      const word = wordOn(trial, frame, following);
      if (word !== undefined) answer(word);
    } catch (error) {
      if (!(error instanceof Misreport)) throw error;
      trainer.refuse(error.message);
    }
  }
}
