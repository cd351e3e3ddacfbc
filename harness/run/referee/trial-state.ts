/** The course of one trial in the referee: frames come in, evaluations are judged, the clock is kept. */
import { better, firstHit, reaches } from '../../record/goal.ts';
import type { RefereeEvent, Job } from '../wire/job.ts';
import type { Evaluation, Work } from '../../record/result.ts';
import type { Clock } from './clock.ts';
import type { Frame } from '../wire/frames.ts';
import type { Judge } from './judge.ts';
import type { Continue, End, Pause } from '../wire/messages.ts';
import type { TrainerProcess } from './trainer-process.ts';
import { goesOn, type Ending } from './outcome.ts';

/** Seconds that handing over parameters may take off the clock; what goes beyond is billed. */
const transferAllowance = (bytes: number): number => 0.25 + bytes / 50e6;

const parse = (frame: Frame): unknown => JSON.parse(Buffer.from(frame.body).toString());

/** Mutable state of one trial. */
export interface Course {
  readonly job: Job;
  readonly clock: Clock;
  readonly evaluations: Evaluation[];
  /** Reading of the transfer bucket when the present transfer began. */
  transferBegan: number;
  test: Ending['test'];
  diverged: boolean;
  work: Work;
  end: End | undefined;
}

/** The test metric, off the evaluation's account: a trial that stops at its target judges the test split once. */
function judgeForTheRecord(
  { clock }: Course,
  judge: Judge,
  params: Uint8Array,
): number | undefined {
  clock.enter('logging');
  const { value, finite } = judge.test(params);
  clock.enter('evaluation');
  return finite ? value : undefined;
}

/** Judges one handed-over set of parameters; returns the word to the trainer. */
function judgeNow(course: Course, judge: Judge, pause: Pause, params: Uint8Array): Continue {
  const { job, clock, evaluations } = course;
  const { plan } = job;
  const { value, finite, metrics } = judge.validation(params);
  if (pause.diverged || !finite) {
    course.diverged = true;
    return { go: false };
  }
  const best = evaluations.every(({ validation }) => better(value, validation, plan.metric.goal));
  const testAt = plan.until.kind === 'evaluations' ? plan.until.testAt : 'target';
  const test = testAt === 'bests' && best ? judgeForTheRecord(course, judge, params) : undefined;
  evaluations.push({
    step: pause.step,
    seconds: clock.in('submission'),
    examples: pause.work.examples,
    gradientEvaluations: pause.work.gradientEvaluations,
    validation: value,
    ...(pause.trainingLoss === undefined ? {} : { trainingLoss: pause.trainingLoss }),
    ...(test === undefined ? {} : { test }),
    metrics,
  });
  const { target } = plan;
  const isHit = firstHit(evaluations, plan) === evaluations.length - 1;
  if (testAt === 'target' && target !== undefined && isHit) {
    const test = judge.test(params);
    if (test.finite)
      course.test = {
        value: test.value,
        reached: reaches(test.value, target.test, plan.metric.goal),
      };
  }
  return goesOn(evaluations, plan, job.stop) ? { go: true, validation: value } : { go: false };
}

/** One evaluation, from the last byte of the parameters to the word that ends it. */
function evaluate(
  course: Course,
  trainer: TrainerProcess,
  judge: Judge,
  pause: Pause,
  params: Uint8Array,
): void {
  const { clock } = course;
  trainer.signal('SIGSTOP');
  const late = clock.in('transfer') - course.transferBegan - transferAllowance(params.byteLength);
  clock.enter('evaluation');
  if (late > 0) clock.rebook('transfer', 'submission', late);
  course.work = pause.work;
  const word = judgeNow(course, judge, pause, params);
  clock.enter('transfer');
  trainer.signal('SIGCONT');
  trainer.send('continue', word);
}

/** Follows the trainer frame by frame until it has said `end` or is gone. */
export async function follow(
  course: Course,
  trainer: TrainerProcess,
  judge: Judge,
  tell: (event: RefereeEvent) => void,
): Promise<void> {
  let pause: Pause | undefined;
  for (let frame = await trainer.next(); frame !== undefined; frame = await trainer.next()) {
    if (frame.kind === 'ready') {
      tell({ kind: 'started' });
      trainer.send('continue', {});
    } else if (frame.kind === 'pause') {
      pause = parse(frame) as Pause;
    } else if (frame.kind === 'params' && pause !== undefined) {
      const before = course.evaluations.length;
      evaluate(course, trainer, judge, pause, frame.body);
      if (course.evaluations.length > before)
        tell({ kind: 'evaluated', evaluation: course.evaluations.at(-1)! });
    } else if (frame.kind === 'end') {
      course.end = parse(frame) as End;
      course.work = course.end.work;
      if (course.end.why === 'diverged') course.diverged = true;
    }
  }
}
