/** Runs one trial: spawns its trainer, follows it, and closes the account. */
import type { Workload } from '#spec';
import { openEngine } from '../../engine/engine.ts';
import { noiseBetween, readNoise, type NoiseReading } from '../../machine/noise.ts';
import { schemaVersion, type Noise, type TrialResult } from '../../record/result.ts';
import type { RefereeEvent } from '../wire/events.ts';
import type { Job } from '../wire/job.ts';
import type { Start } from '../wire/messages.ts';
import { openJudge } from './judge.ts';
import { lastWord } from './last-word.ts';
import type { Node } from './node.ts';
import { outcomeOf } from './outcome.ts';
import { trainerCommand, trainFileOf } from './trainer-command.ts';
import { TrainerProcess } from './trainer-process.ts';
import { follow, newTrial, noteHead, type TrialState } from './trial-state.ts';
import { watchTime } from './watch-time.ts';

/** What a trial is run with. */
export interface TrialInput {
  readonly workload: Workload;
  readonly job: Job;
  readonly node: Node;
  /** Folder that the trainer may write to. */
  readonly scratch: string;
  readonly tell: (event: RefereeEvent) => void;
  /** Told the trainer as soon as there is one. */
  readonly onTrainer: (trainer: TrainerProcess) => void;
}

/** CPU time of this process so far. */
const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const noiseBefore = ({ slot }: Node): NoiseReading =>
  readNoise(slot.cpus[0]!, { involuntarySwitches: 0, cpuSeconds: ownSeconds() });

function noiseSince(before: NoiseReading, { slot, slots }: Node, trainer: TrainerProcess): Noise {
  const { involuntarySwitches, cpuSeconds } = trainer.seen;
  const own = { involuntarySwitches, cpuSeconds: cpuSeconds + ownSeconds() };
  return noiseBetween(before, readNoise(slot.cpus[0]!, own), slots);
}

/** Starts the trainer and tells it everything it needs to know. */
function startTrainer(trial: TrialState, { job, node, scratch }: TrialInput): TrainerProcess {
  const command = trainerCommand(job, node, scratch);
  const trainer = new TrainerProcess(command, node.memoryBytes, (kind) => {
    noteHead(trial, kind);
  });
  const start: Start = {
    plan: job.plan,
    engine: job.origin.engine,
    threads: node.slot.cpus.length,
    submissionFile: job.submissionFile,
    trainFile: trainFileOf(job),
  };
  trainer.send('start', start);
  return trainer;
}

/** Runs one trial from spawning its trainer to its result. */
export async function runTrial(input: TrialInput): Promise<TrialResult> {
  const { workload, job, node, tell, onTrainer } = input;
  const trial = newTrial(job);
  const startedAt = new Date().toISOString();
  const before = noiseBefore(node);
  const trainer = startTrainer(trial, input);
  onTrainer(trainer);
  const stopWatching = watchTime(job.plan, trial.clock, trainer);
  await openEngine(job.origin.engine, { threads: node.slot.cpus.length });
  const judge = openJudge(workload, job);
  const onReady = (): void => {
    tell({ kind: 'started', slot: node.slot.name });
  };
  await follow(trial, { trainer, judge, onReady, tell });
  const word = lastWord(trial.end, await trainer.exit, trainer.killedBy);
  stopWatching();
  const noise = noiseSince(before, node, trainer);
  const { machine, slot } = node;
  const where = { machine, slot: slot.name, startedAt };
  return resultOf(trial, { job, trainer, word, origin: { ...job.origin, ...where, noise } });
}

/** The record of a trial that is over. */
function resultOf(
  trial: TrialState,
  {
    job,
    trainer,
    word,
    origin,
  }: {
    readonly job: Job;
    readonly trainer: TrainerProcess;
    readonly word: ReturnType<typeof lastWord>;
    readonly origin: Omit<
      Extract<TrialResult['origin'], { kind: 'measured' }>,
      'kind' | 'ledger' | 'readsClock' | 'peakBytes'
    >;
  },
): TrialResult {
  const { evaluations, test, diverged, work, end } = trial;
  const { plan, stop } = job;
  const ledger = trial.clock.close();
  const seen = { seconds: ledger.submission, step: work.steps, stderr: trainer.stderr() };
  return {
    schema: schemaVersion,
    plan,
    origin: {
      kind: 'measured',
      ...origin,
      ledger,
      readsClock: end?.readsClock ?? false,
      peakBytes: trainer.seen.peakBytes,
    },
    work,
    evaluations,
    outcome: outcomeOf(plan, { ...word, ...seen, evaluations, test, diverged, stop }),
  };
}
