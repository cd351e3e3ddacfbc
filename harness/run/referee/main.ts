/**
 * The referee: one process a trial. It owns the clock, the validation and test data and the evaluation, and never
 * runs submitted code. The trainer stands still (SIGSTOP) while its parameters are judged.
 */
import type { Workload } from '#spec';
import { openEngine } from '../../engine/engine.ts';
import { budgetOf } from '../../record/plan.ts';
import { schemaVersion, type TrialResult } from '../../record/result.ts';
import { Clock } from './clock.ts';
import { follow, type Course } from './trial-state.ts';
import type { Job, RefereeEvent } from '../wire/job.ts';
import { openJudge } from './judge.ts';
import type { Start } from '../wire/messages.ts';
import { noiseBetween, readNoise } from '../../machine/noise.ts';
import { spawnTrainer, type TrainerProcess } from './trainer-process.ts';
import { outcomeOf, type Ending } from './outcome.ts';

/** Seconds a trainer may overrun its budget inside one call before it is killed. */
const grace = (budgetSeconds: number): number => Math.max(5, 0.25 * budgetSeconds);

/** Seconds a trainer may take to load. */
const setupSeconds = 120;

/** CPU time of this process so far. */
const refereeSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Kills a trainer that does not come back from a call, or does not start. */
function watchTime({ job, clock }: Course, trainer: TrainerProcess): NodeJS.Timeout {
  const budget = budgetOf(job.plan);
  return setInterval(() => {
    if (budget !== undefined && clock.in('submission') > budget.seconds + grace(budget.seconds)) {
      trainer.kill(
        `the referee: a call into the submission had not returned ${grace(budget.seconds).toFixed(0)} s after its time was up`,
      );
    } else if (clock.bucket === 'setup' && clock.in('setup') > setupSeconds) {
      trainer.kill(`the referee: the trainer was not ready after ${setupSeconds} s`);
    }
  }, 250);
}

/** How the trainer's course ended, in the words of its last message or of its exit. */
async function lastWord(
  course: Course,
  trainer: TrainerProcess,
): Promise<Pick<Ending, 'last' | 'killedBy'>> {
  const exit = await trainer.exit;
  const { end } = course;
  if (end !== undefined) {
    const last =
      end.why === 'crashed'
        ? { why: end.why, reason: end.reason ?? 'no reason given' }
        : { why: end.why === 'diverged' ? 'spent' : end.why };
    return { last, killedBy: undefined };
  }
  const crashed = (reason: string): Ending['last'] => ({ why: 'crashed', reason });
  if (exit.how === 'refused') return { last: crashed(exit.reason), killedBy: undefined };
  if (exit.how === 'code')
    return {
      last: crashed(`The trainer exited with code ${exit.code} in the middle of training.`),
      killedBy: undefined,
    };
  if (exit.signal === 'SIGKILL' || exit.signal === 'SIGTERM' || exit.signal === 'SIGINT') {
    const by =
      trainer.killedBy ??
      `${exit.signal} from outside the harness (a person, or the kernel when memory ran out)`;
    return { last: crashed(`killed: ${exit.signal}`), killedBy: by };
  }
  return { last: crashed(`The trainer died of ${exit.signal}.`), killedBy: undefined };
}

/** Runs one trial from spawning its trainer to its result. */
export async function referee(
  workload: Workload,
  job: Job,
  tell: (event: RefereeEvent) => void,
): Promise<TrialResult> {
  const { plan, stop } = job;
  const course: Course = {
    job,
    clock: new Clock(),
    evaluations: [],
    transferBegan: 0,
    test: undefined,
    diverged: false,
    work: { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
    end: undefined,
  };
  const { clock } = course;
  const startedAt = new Date().toISOString();
  const trainer = spawnTrainer(job, (kind) => {
    if (kind === 'pause') {
      clock.enter('transfer');
      course.transferBegan = clock.in('transfer');
    } else if (kind === 'resume') {
      clock.enter('submission');
    } else if (kind === 'end') {
      clock.enter('logging');
    }
  });
  const abandon = (): void => {
    trainer.signal('SIGKILL');
    process.exit(1);
  };
  process.once('disconnect', abandon);
  process.once('SIGTERM', abandon);
  const before = readNoise(job.cpu, { involuntarySwitches: 0, cpuSeconds: refereeSeconds() });
  const { engine } = job.origin;
  const { threads, submissionFile, splits } = job;
  trainer.send('start', {
    plan,
    engine,
    threads,
    submissionFile,
    trainFile: splits.train,
  } satisfies Start);
  const watch = watchTime(course, trainer);

  await openEngine(engine, { threads });
  const judge = openJudge(workload, job);
  await follow(course, trainer, judge, tell);
  const word = await lastWord(course, trainer);
  clearInterval(watch);
  const { involuntarySwitches, cpuSeconds } = trainer.seen();
  const own = { involuntarySwitches, cpuSeconds: cpuSeconds + refereeSeconds() };
  const noise = noiseBetween(before, readNoise(job.cpu, own), job.slots);
  const ledger = clock.close();

  const { evaluations, test, diverged, work, end } = course;
  const seconds = ledger.submission;
  const outcome = outcomeOf(plan, {
    ...word,
    seconds,
    step: work.steps,
    evaluations,
    test,
    diverged,
    stderr: trainer.stderr(),
    stop,
  });
  return {
    schema: schemaVersion,
    plan,
    origin: {
      kind: 'measured',
      ...job.origin,
      startedAt,
      ledger,
      noise,
      readsClock: end?.readsClock ?? false,
      peakBytes: trainer.seen().peakBytes,
    },
    work,
    evaluations,
    outcome,
  };
}

/** Entry of the referee's process: one job comes in, events go out. Called by a generated file that knows the workload. */
export function refereeMain(workload: Workload): void {
  const send = (event: RefereeEvent): void => {
    process.send?.(event);
  };
  process.once('message', (message) => {
    referee(workload, message as Job, send).then(
      (result) => {
        send({ kind: 'ended', result });
        process.disconnect();
      },
      (error: unknown) => {
        send({
          kind: 'failed',
          reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        process.disconnect();
      },
    );
  });
}
