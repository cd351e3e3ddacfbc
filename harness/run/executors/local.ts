/** Runs planned trials, each in a slot of its own, and hands over each result as soon as it is there. */
import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { SplitName } from '#spec';
import { engineEnvironment, enginePaths } from '../../engine/environment.ts';
import type { About } from '../../record/about.ts';
import { loopRevision } from '../../record/loop-revision.ts';
import type { PlannedTrial } from '../../plan/plan.ts';
import type { EngineName, Machine } from '../../record/machine.ts';
import { schemaVersion, type Evaluation, type TrialResult } from '../../record/result.ts';
import type { Job, RefereeEvent, Stop } from '../wire/job.ts';
import { restrictedNode, wrapCommand, type SandboxTools } from '../sandbox.ts';
import type { Slot } from '../../machine/slots.ts';

/** A planned trial with the files it runs on. */
export interface ReadyTrial extends PlannedTrial {
  readonly about: About;
  readonly programs: { readonly trainer: string; readonly referee: string };
  readonly submissionFile: string;
  readonly splits: Readonly<Record<SplitName, string>>;
}

/** What happens while trials run. */
export type RunEvent =
  | { readonly kind: 'started'; readonly trial: ReadyTrial; readonly slot: Slot }
  | { readonly kind: 'evaluated'; readonly trial: ReadyTrial; readonly evaluation: Evaluation }
  | { readonly kind: 'ended'; readonly trial: ReadyTrial; readonly result: TrialResult };

export interface RunInput {
  readonly trials: readonly ReadyTrial[];
  readonly slots: readonly Slot[];
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly tools: SandboxTools;
  readonly command: string;
  /** Resident bytes beyond which a trainer is killed. */
  readonly memoryBytes?: number;
  /** Aborted: running trials are ended without a result, no new ones start. */
  readonly signal: AbortSignal;
  /** Asked right before a trial starts; `skip` leaves it out. */
  stopOf(trial: ReadyTrial): Stop | 'skip';
  onEvent(event: RunEvent): void | Promise<void>;
}

/** Bytes a trial may hold when nothing else is said: its slot's share of four fifths of the machine's. */
const memoryShare = (slots: number): number => Math.floor((0.8 * totalmem()) / slots);

function jobOf(input: RunInput, trial: ReadyTrial, slot: Slot, stop: Stop, scratch: string): Job {
  const { engine, machine, tools, command } = input;
  const { plan, about, hashes, programs, submissionFile } = trial;
  const splits = { ...trial.splits, train: realpathSync(trial.splits.train) };
  const threads = slot.cpus.length;
  const read = [submissionFile, splits.train, ...enginePaths(engine)];
  const script = restrictedNode(programs.trainer, read, scratch);
  const { PATH = '', HOME = '' } = process.env;
  return {
    plan,
    origin: { engine, machine, about, hashes, loopRevision, slot: slot.name, command },
    cpu: slot.cpus[0]!,
    slots: input.slots.length,
    threads,
    trainer: {
      ...wrapCommand(tools, { cpus: slot.cpus, network: false, command: script }),
      env: { PATH, HOME, TMPDIR: scratch, ...engineEnvironment(engine, threads) },
    },
    submissionFile,
    splits,
    memoryBytes: input.memoryBytes ?? memoryShare(input.slots.length),
    stop,
  };
}

/** The record of a trial whose referee died before it could write one. */
const lost = (job: Job, by: string): TrialResult => ({
  schema: schemaVersion,
  plan: job.plan,
  origin: {
    kind: 'measured',
    ...job.origin,
    startedAt: new Date().toISOString(),
    ledger: {
      wall: 0,
      setup: 0,
      submission: 0,
      transfer: 0,
      evaluation: 0,
      checkpoint: 0,
      logging: 0,
    },
    noise: {
      involuntarySwitchesPerSecond: 0,
      stealShare: 0,
      loadBefore: 0,
      loadAfter: 0,
      disturbed: [],
    },
    readsClock: false,
    peakBytes: 0,
  },
  work: { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
  evaluations: [],
  outcome: { status: 'killed', seconds: 0, by },
});

/** Runs one trial in a slot; undefined when the run was aborted meanwhile. */
async function runTrial(
  input: RunInput,
  trial: ReadyTrial,
  slot: Slot,
  stop: Stop,
): Promise<TrialResult | undefined> {
  const { tools, engine, signal } = input;
  const scratch = await mkdtemp(join(tmpdir(), 'ttr-trial-'));
  try {
    const job = jobOf(input, trial, slot, stop, scratch);
    const command = [process.execPath, '--no-warnings', trial.programs.referee];
    const { file, args } = wrapCommand(tools, { cpus: slot.cpus, network: true, command });
    let result: TrialResult | undefined;
    let failure: string | undefined;
    const child = execa(file, [...args], {
      env: engineEnvironment(engine, slot.cpus.length),
      ipc: true,
      serialization: 'json',
      detached: true, // Ctrl-C is for us alone: we end the trial in order
      stdio: ['ignore', 'ignore', 'pipe'],
      reject: false,
      cancelSignal: signal,
      forceKillAfterDelay: 2000,
    });
    child.on('message', (message) => {
      const event = message as RefereeEvent;
      if (event.kind === 'ended') result = event.result;
      else if (event.kind === 'failed') failure = event.reason;
      else if (event.kind === 'evaluated')
        void input.onEvent({ kind: 'evaluated', trial, evaluation: event.evaluation });
    });
    await child.sendMessage(job as never).catch(() => undefined); // gone already: its exit tells why
    const done = await child;
    if (signal.aborted) return undefined;
    if (failure !== undefined)
      throw new Error(
        `The referee of ${trial.plan.submission} on ${trial.plan.workload} failed: ${failure}`,
      );
    if (result !== undefined) return result;
    const how = done.signal === undefined ? `exit code ${done.exitCode ?? 'unknown'}` : done.signal;
    const said = done.stderr.trim().split('\n').slice(-3).join(' ');
    return lost(job, `the referee's end (${how})${said === '' ? '' : `: ${said}`}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Runs all trials, as many at once as there are slots. Ends early only when aborted or when the harness itself fails. */
export async function runTrials(input: RunInput): Promise<void> {
  const queue = [...input.trials];
  const work = async (slot: Slot): Promise<void> => {
    for (
      let trial = queue.shift();
      trial !== undefined && !input.signal.aborted;
      trial = queue.shift()
    ) {
      const stop = input.stopOf(trial);
      if (stop === 'skip') continue;
      await input.onEvent({ kind: 'started', trial, slot });
      const result = await runTrial(input, trial, slot, stop);
      if (result !== undefined) await input.onEvent({ kind: 'ended', trial, result });
    }
  };
  await Promise.all(input.slots.map(work));
}
