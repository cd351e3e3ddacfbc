/**
 * The referee: one process a trial. It owns the clock, the validation and test data and the evaluation, and never
 * runs submitted code. The trainer stands still (SIGSTOP) while its parameters are judged. It keeps the result itself.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from '#spec';
import { keepCode } from '../../results/code.ts';
import { saveResult } from '../../results/store.ts';
import { eventLine, type RefereeEvent } from '../wire/events.ts';
import type { PlacedJob } from '../wire/job.ts';
import { readNode } from './node.ts';
import type { TrainerProcess } from './trainer-process.ts';
import { runTrial } from './trial.ts';

const tell = (event: RefereeEvent): void => {
  process.stdout.write(eventLine(event));
};

/** Reads a job's file. */
const readJob = (file: string): PlacedJob => JSON.parse(readFileSync(file, 'utf8')) as PlacedJob;

/** Stands between the outside world, which may want this process to end, and the trial. */
interface Attendance {
  /** From now on ending means ending this trainer too. */
  trainer: TrainerProcess | undefined;
  /** From now on nothing ends this process but its own end: a result is being kept. */
  over: boolean;
}

/** Ends trainer and process when that is asked for, or when whoever started them is gone. */
function attend(job: PlacedJob): Attendance {
  const attendance: Attendance = { trainer: undefined, over: false };
  const abandon = (): void => {
    if (attendance.over) return;
    attendance.trainer?.signal('SIGKILL');
    process.exit(1);
  };
  process.on('SIGTERM', abandon);
  process.stdout.on('error', abandon);
  if (job.attended) process.stdin.on('end', abandon).on('error', abandon).resume();
  return attendance;
}

/** Keeps the code that a job is of, runs its trial and keeps its result; returns where. */
async function keepTrial(workload: Workload, job: PlacedJob): Promise<string> {
  const attendance = attend(job);
  await keepCode(job.results, job.submissionFile, job.origin.hashes.submission);
  const node = await readNode(job);
  const [planned, found] = [job.fingerprint, node.machine.fingerprint];
  if (planned !== found) tell({ kind: 'otherMachine', planned, found });
  const scratch = await mkdtemp(join(tmpdir(), 'ttr-trainer-'));
  try {
    const onTrainer = (trainer: TrainerProcess): void => {
      attendance.trainer = trainer;
    };
    const result = await runTrial({ workload, job, node, scratch, tell, onTrainer });
    attendance.over = true;
    return (await saveResult(job.results, result)).path;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Entry of the referee's process: a job's file comes as an argument, events go out. Called by a generated file that knows the workload. */
export async function refereeMain(workload: Workload): Promise<void> {
  try {
    tell({ kind: 'ended', path: await keepTrial(workload, readJob(process.argv[2]!)) });
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: 'failed', reason });
  }
  process.exit(0);
}
