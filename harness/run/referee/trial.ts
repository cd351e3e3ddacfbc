/** Runs one trial: spawns its trainer, follows it, and closes the account. */
import type { Workload } from '#spec';
import { openEngine } from '../../engine/engine.ts';
import { readCpu } from '../../machine/cpu-account.ts';
import { noiseBetween, readNoise, type NoiseReading } from '../../machine/noise.ts';
import { memoryKills } from '../../machine/out-of-memory.ts';
import { modelOf, variantOf } from '../../plan/variant.ts';
import { schemaVersion, type Noise, type TrialResult } from '../../record/result.ts';
import type { RefereeEvent } from '../wire/events.ts';
import type { Job } from '../wire/job.ts';
import type { Continue, Start } from '../wire/messages.ts';
import { paramBytes } from '../wire/params.ts';
import { mostEvaluations } from './bounds.ts';
import { FrameOrder } from './frame-order.ts';
import { openJudge } from './judge.ts';
import { lastWord } from './last-word.ts';
import type { Node } from './node.ts';
import { outcomeOf } from './outcome.ts';
import { trainerCommand, trainFileOf } from './trainer-command.ts';
import { TrainerProcess } from './trainer-process.ts';
import { TrialClock } from './trial-clock.ts';
import { follow, newTrial, type TrialState } from './trial-state.ts';
import { ownSeconds } from './usage.ts';
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

const noiseBefore = ({ slot }: Node): NoiseReading =>
  readNoise(slot.cpus[0]!, { involuntarySwitches: 0, cpuSeconds: ownSeconds() });

function noiseSince(before: NoiseReading, { slot, slots }: Node, trainer: TrainerProcess): Noise {
  const { involuntarySwitches, cpuSeconds } = trainer.seen;
  const own = { involuntarySwitches, cpuSeconds: cpuSeconds + ownSeconds() };
  return noiseBetween(before, readNoise(slot.cpus[0]!, own), slots);
}

/** A trial, its trainer, and how the two are answered for. */
interface Started {
  readonly trial: TrialState;
  readonly trainer: TrainerProcess;
  readonly answer: (word: Continue) => void;
}

/**
 * Starts the trainer, which loads engine, data and model. Its clock stands until the first word, and whenever it is stopped:
 * from the last byte of its parameters until it is answered.
 */
function startTrainer({ workload, job, node, scratch }: TrialInput): Started {
  const { cpus } = node.slot;
  const { evaluation, batchSize } = workload;
  const clock = new TrialClock({
    stops: node.conditions.stops,
    read: () => (node.conditions.clear ? readCpu(trainer.pid, cpus) : undefined),
  });
  const { parameters } = modelOf(workload, variantOf(job.plan.base, job.plan.workload));
  const order = new FrameOrder(paramBytes(parameters));
  const trainer = new TrainerProcess(trainerCommand(job, node, scratch), node.memoryBytes, {
    onHead(kind, length) {
      order.begins(kind, length);
    },
    onFrame({ kind }) {
      order.came(kind);
      if (kind === 'params') {
        trainer.signal('SIGSTOP');
        clock.enter('judging');
      } else if (kind === 'end') clock.enter('ended');
    },
  });
  const start: Start = {
    plan: job.plan,
    engine: job.origin.engine,
    threads: cpus.length,
    submissionFile: job.submissionFile,
    trainFile: trainFileOf(job),
  };
  trainer.send('start', start);
  return {
    trial: newTrial({
      job,
      clock,
      every: evaluation.every * batchSize,
      most: mostEvaluations(job.plan, workload),
    }),
    trainer,
    answer(word) {
      order.answered();
      clock.enter('training');
      trainer.signal('SIGCONT');
      trainer.send('continue', word);
    },
  };
}

/** Runs one trial from spawning its trainer to its result. */
export async function runTrial(input: TrialInput): Promise<TrialResult> {
  const { workload, job, node, tell, onTrainer } = input;
  const startedAt = new Date().toISOString();
  const before = noiseBefore(node);
  const kills = memoryKills();
  const { trial, trainer, answer } = startTrainer(input);
  onTrainer(trainer);
  const stopWatching = watchTime(job.plan, trial.clock, trainer);
  await openEngine(job.origin.engine, { threads: node.slot.cpus.length });
  const judge = openJudge(workload, job);
  const onReady = (): void => {
    tell({ kind: 'started', slot: node.slot.name });
  };
  await follow(trial, { trainer, judge, onReady, tell, answer });
  const exit = await trainer.exit;
  const outOfMemory = memoryKills() > kills;
  const word = lastWord(trial.end, exit, { killedBy: trainer.killedBy, outOfMemory });
  stopWatching();
  const noise = noiseSince(before, node, trainer);
  const { machine, slot, conditions } = node;
  const where = { machine, slot: slot.name, startedAt, conditions };
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
  const seen = { seconds: ledger.clear, step: work.steps, stderr: trainer.stderr() };
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
