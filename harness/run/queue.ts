/** Which trial runs next, and what becomes of its end. Knows executors, and no process. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedTrial } from '../plan/plan.ts';
import { parseResult } from '../record/check.ts';
import type { About } from '../record/about.ts';
import type { EngineName, Machine } from '../record/machine.ts';
import { loopRevision } from '../record/loop-revision.ts';
import { schemaVersion, type Evaluation, type TrialResult } from '../record/result.ts';
import { saveResult } from '../results/store.ts';
import type { Executor, TrialEnd } from './executor.ts';
import type { Job, Stop } from './wire/job.ts';

/** A planned trial with the files it runs on. */
export interface ReadyTrial extends PlannedTrial {
  readonly about: About;
  readonly programs: Job['programs'];
  readonly submissionFile: string;
  readonly splits: Job['splits'];
}

/** What happens while trials run. */
export type RunEvent =
  | { readonly kind: 'started'; readonly trial: ReadyTrial }
  | { readonly kind: 'evaluated'; readonly trial: ReadyTrial; readonly evaluation: Evaluation }
  /** It runs on another machine than it was planned for. */
  | {
      readonly kind: 'otherMachine';
      readonly trial: ReadyTrial;
      readonly planned: string;
      readonly found: string;
    }
  /** Its result is on disk. */
  | {
      readonly kind: 'ended';
      readonly trial: ReadyTrial;
      readonly result: TrialResult;
      readonly path: string;
    };

export interface RunInput {
  readonly trials: readonly ReadyTrial[];
  readonly executor: Executor;
  readonly engine: EngineName;
  /** That the plans were made for. */
  readonly machine: Machine;
  readonly command: string;
  /** Folder that results are kept below; where it is left out, they are removed once they were told. */
  readonly results?: string;
  /** Resident bytes beyond which a trainer is killed; a trial's share of the machine's when left out. */
  readonly memoryBytes?: number;
  /** Aborted: running trials are ended without a result, no new ones start. */
  readonly signal: AbortSignal;
  /** Asked right before a trial starts; `skip` leaves it out. */
  stopOf(trial: ReadyTrial): Stop | 'skip';
  onEvent(event: RunEvent): void | Promise<void>;
}

const jobOf = (input: RunInput, trial: ReadyTrial, stop: Stop, results: string): Job => {
  const { engine, machine, command, memoryBytes } = input;
  const { plan, about, hashes, programs, submissionFile, splits } = trial;
  return {
    plan,
    origin: { engine, about, hashes, loopRevision, command },
    fingerprint: machine.fingerprint,
    programs,
    submissionFile,
    splits,
    stop,
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    results,
  };
};

/** One trial under way. */
interface Running {
  readonly job: Job;
  readonly machine: Machine;
  /** As the referee told them. */
  readonly evaluations: readonly Evaluation[];
}

/** The record of a trial whose referee ended before it could write one: what it had told until then. */
function lostResult(
  { job, machine, evaluations }: Running,
  { why, slot, startedAt, seconds }: Extract<TrialEnd, { kind: 'lost' }>,
): TrialResult {
  const { step = 0, gradientEvaluations = 0, examples = 0 } = evaluations.at(-1) ?? {};
  return {
    schema: schemaVersion,
    plan: job.plan,
    origin: { kind: 'lost', ...job.origin, machine, slot, startedAt },
    work: { steps: step, gradientEvaluations, lossEvaluations: 0, examples },
    evaluations,
    outcome: { status: 'killed', seconds, by: why },
  };
}

/** Where the result of a trial lies; undefined when it was interrupted. Throws when the referee failed. */
async function pathOf(end: TrialEnd, running: Running): Promise<string | undefined> {
  const { results, plan } = running.job;
  switch (end.kind) {
    case 'result':
      return end.path;
    case 'lost':
      return (await saveResult(results, lostResult(running, end))).path;
    case 'failed':
      throw new Error(`The referee of ${plan.submission} on ${plan.workload} failed: ${end.why}`);
    case 'interrupted':
      return undefined;
  }
}

async function readResult(path: string): Promise<TrialResult> {
  const checked = parseResult(await readFile(path, 'utf8'));
  if (!checked.ok) throw new Error(`${path}, which a referee just wrote, ${checked.reason}`);
  return checked.result;
}

/** Takes trials from the queue until it is empty or the run is aborted. */
async function work(
  queue: ReadyTrial[],
  input: RunInput,
  results: string,
  signal: AbortSignal,
): Promise<void> {
  const { executor, machine } = input;
  for (let trial = queue.shift(); trial !== undefined; trial = queue.shift()) {
    if (signal.aborted) return;
    const now = trial;
    const stop = input.stopOf(now);
    if (stop === 'skip') continue;
    await input.onEvent({ kind: 'started', trial: now });
    const job = jobOf(input, now, stop, results);
    const evaluations: Evaluation[] = [];
    const end = await executor.run(
      job,
      (event) => {
        if (event.kind === 'evaluated') evaluations.push(event.evaluation);
        if (event.kind === 'evaluated' || event.kind === 'otherMachine')
          void input.onEvent({ ...event, trial: now });
      },
      signal,
    );
    const path = await pathOf(end, { job, machine, evaluations });
    if (path !== undefined)
      await input.onEvent({ kind: 'ended', trial: now, result: await readResult(path), path });
  }
}

/** Runs all trials, as many at once as the executor takes. Ends early only when aborted or when the harness itself fails. */
export async function runTrials(input: RunInput): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([input.signal, failed.signal]);
  const results = input.results ?? (await mkdtemp(join(tmpdir(), 'ttr-results-')));
  const queue = [...input.trials];
  // Whoever aborts looks for somebody who listens; between two trials no executor does.
  const listen = (): void => undefined;
  input.signal.addEventListener('abort', listen);
  const workers = Array.from({ length: input.executor.slots }, () =>
    work(queue, input, results, signal).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  try {
    await Promise.allSettled(workers);
    await Promise.all(workers);
  } finally {
    input.signal.removeEventListener('abort', listen);
    if (input.results === undefined) await rm(results, { recursive: true, force: true });
  }
}
