/** Runs what a target needs and is not kept from before; each run is on disk before the next of its slot starts. */
import { join } from 'node:path';
import { findResult } from '../results/store.ts';
import type { TrialResult } from '../record/result.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials, type ReadyTrial } from '../run/queue.ts';
import { targetTrial, type WantedRun } from '../targets/plan-runs.ts';
import type { Project } from '../prepare/project.ts';
import type { TargetsGround, TargetsRequest, TargetTask } from './targets-ground.ts';
import type { TargetsProgress } from './targets-progress.ts';
import type { Terminal } from './terminal.ts';

/** Finished runs are kept here at once; derivations are made from them. */
const keptRuns = (project: Project): string => join(project.cache, 'targets');

/** One invocation of the command. */
export interface TargetsSession {
  readonly project: Project;
  readonly request: TargetsRequest;
  readonly ground: TargetsGround;
  readonly command: string;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly progress: TargetsProgress;
}

/** The results of these runs in their order; those that are kept from before are not run again. Undefined when aborted. */
export async function runAll(
  session: TargetsSession,
  task: TargetTask,
  wanted: readonly WantedRun[],
  later: number,
): Promise<TrialResult[] | undefined> {
  const { project, request, ground, command, signal, terminal, progress } = session;
  const { course } = task;
  const folder = keptRuns(project);
  const results = new Map<string, TrialResult>();
  const names = new Map<string, string>();
  const missing: ReadyTrial[] = [];
  const ready = wanted.map((run) => readyTrial(ground, task, run));
  for (const [i, trial] of ready.entries()) {
    const { stage, number, algorithm } = wanted[i]!;
    const { id } = trial.plan;
    names.set(id, `${course.id} ${stage} ${number}/${wanted.length} ${algorithm}`);
    const undisturbed = await findResult(folder, trial.plan, isUndisturbed);
    const again = stage === 'seeds' && number <= request.retime;
    const kept = again ? undisturbed : (undisturbed ?? (await findResult(folder, trial.plan)));
    if (kept === undefined) missing.push(trial);
    else results.set(id, kept);
  }
  if (results.size > 0)
    terminal.note(
      `${course.id} ${wanted[0]!.stage}: ${results.size} of ${wanted.length} runs are kept from before.`,
    );
  progress.expect(course.id, missing.length + later);
  await runTrials({
    ...ground,
    executor: localExecutor(ground.slots),
    results: folder,
    trials: missing,
    command,
    signal,
    stopOf: () => ({ confirmations: 0 }),
    onEvent(event) {
      const { id } = event.trial.plan;
      if (event.kind === 'ended') results.set(id, event.result);
      const line = progress.note(event, names.get(id)!);
      if (line !== undefined) terminal.note(line);
    },
  });
  if (signal.aborted) return undefined;
  return ready.map(({ plan }) => ended(results.get(plan.id)!));
}

/** Can its times be trusted? */
const isUndisturbed = ({ origin }: TrialResult): boolean =>
  origin.kind === 'measured' && origin.noise.disturbed.length === 0;

/** A run's result, unless it crashed or was killed: that is no property of an algorithm, and the run is wanted again. */
function ended(result: TrialResult): TrialResult {
  const { outcome, plan } = result;
  if (outcome.status !== 'crashed' && outcome.status !== 'killed') return result;
  const why = outcome.status === 'crashed' ? outcome.reason : `killed by ${outcome.by}`;
  throw new Error(
    `A run of ${plan.submission} did not end: ${why.split('\n')[0]!}. The same command tries it again; other runs are kept.`,
  );
}

function readyTrial(
  { bundles }: TargetsGround,
  { course, laidOut }: TargetTask,
  run: WantedRun,
): ReadyTrial {
  const bundle = bundles[run.algorithm];
  if (bundle === undefined)
    throw new Error(
      `"${run.algorithm}" sets no targets (any more). Those that do: ${Object.keys(bundles).join(', ')}.`,
    );
  return {
    ...targetTrial(course, run, bundle.hash),
    programs: laidOut.programs,
    submissionFile: bundle.file,
    splits: laidOut.data.files,
  };
}
