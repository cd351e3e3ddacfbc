/**
 * The referee: one process a trial. It owns the clock, the validation and test data and the evaluation, and never
 * runs submitted code. The trainer stands still (SIGSTOP) while its parameters are judged. It keeps the result itself.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from '#spec';
import { saveResult } from '../../results/store.ts';
import { eventLine, type RefereeEvent } from '../wire/events.ts';
import { readJob, type PlacedJob } from '../wire/job.ts';
import { readNode } from './node.ts';
import type { TrainerProcess } from './trainer-process.ts';
import { runTrial } from './trial.ts';

const tell = (event: RefereeEvent): void => {
  process.stdout.write(eventLine(event));
};

/** Runs a job's trial and keeps its result; returns where. */
async function keepTrial(
  workload: Workload,
  job: PlacedJob,
  onTrainer: (trainer: TrainerProcess) => void,
): Promise<string> {
  const node = await readNode(job);
  const [planned, found] = [job.fingerprint, node.machine.fingerprint];
  if (planned !== found) tell({ kind: 'otherMachine', planned, found });
  const scratch = await mkdtemp(join(tmpdir(), 'ttr-trainer-'));
  try {
    const result = await runTrial({ workload, job, node, scratch, tell, onTrainer });
    return await saveResult(job.results, result);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Ends the trainer and this process when it is asked to, or when whoever started it is gone. */
function attend(job: PlacedJob): (trainer: TrainerProcess) => void {
  let trainer: TrainerProcess | undefined;
  const abandon = (): void => {
    trainer?.signal('SIGKILL');
    process.exit(1);
  };
  process.once('SIGTERM', abandon);
  process.stdout.on('error', abandon);
  if (job.attended) process.stdin.on('end', abandon).on('error', abandon).resume();
  return (started) => {
    trainer = started;
  };
}

/** Entry of the referee's process: a job's file comes as an argument, events go out. Called by a generated file that knows the workload. */
export async function refereeMain(workload: Workload): Promise<void> {
  const job = readJob(process.argv[2]!);
  const onTrainer = attend(job);
  try {
    tell({ kind: 'ended', path: await keepTrial(workload, job, onTrainer) });
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: 'failed', reason });
  }
  process.exit(0);
}
