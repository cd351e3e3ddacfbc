/** Runs what a target needs and is not kept from before; each run is on disk before the next of its slot starts. */
import { join } from 'node:path';
import { readyTrial } from '../prepare/ready.ts';
import type { Project } from '../prepare/project.ts';
import type { TrialResult } from '../record/result.ts';
import { findResult } from '../results/store.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials, type ReadyTrial } from '../run/queue.ts';
import type { TargetsSession } from './events.ts';
import type { TargetsGround, TargetsRequest, TargetTask } from './ground.ts';
import { targetTrial, type WantedRun } from './plan-runs.ts';

/** Finished runs are kept here at once; derivations are made from them. */
const keptRuns = (project: Project): string => join(project.cache, 'targets');

/** What is being set, by whom, on what. */
export interface Setting extends TargetsSession {
  readonly project: Project;
  readonly request: TargetsRequest;
  readonly ground: TargetsGround;
}

/** Runs that are kept from before, by plan, and those that are missing. */
async function split(
  { project, request }: Setting,
  ready: readonly { readonly run: WantedRun; readonly trial: ReadyTrial }[],
) {
  const folder = keptRuns(project);
  const results = new Map<string, TrialResult>();
  const missing: ReadyTrial[] = [];
  for (const { run, trial } of ready) {
    const undisturbed = await findResult(folder, trial.plan, isUndisturbed);
    const again = run.stage === 'seeds' && run.number <= request.retime;
    const kept = again ? undisturbed : (undisturbed ?? (await findResult(folder, trial.plan)));
    if (kept === undefined) missing.push(trial);
    else results.set(trial.plan.id, kept.result);
  }
  return { results, missing };
}

/** The results of these runs in their order; those that are kept from before are not run again. Undefined when aborted. */
export async function runAll(
  setting: Setting,
  task: TargetTask,
  wanted: readonly WantedRun[],
  later: number,
): Promise<TrialResult[] | undefined> {
  const { project, ground, command, signal } = setting;
  const workload = task.course.id;
  const ready = wanted.map((run) => ({ run, trial: readyRun(ground, task, run) }));
  const { results, missing } = await split(setting, ready);
  if (results.size > 0) {
    const { stage } = wanted[0]!;
    setting.hear({ kind: 'kept', workload, stage, kept: results.size, wanted: wanted.length });
  }
  setting.hear({ kind: 'expected', workload, runs: missing.length + later });
  const names = new Map(
    ready.map(({ run: { stage, number, algorithm }, trial }) => [
      trial.plan.id,
      `${workload} ${stage} ${number}/${wanted.length} ${algorithm}`,
    ]),
  );
  await runTrials({
    ...ground.host,
    executor: localExecutor(ground.host.slots),
    results: keptRuns(project),
    trials: missing,
    command,
    signal,
    stopOf: () => ({ confirmations: 0 }),
    onEvent(event) {
      const { id } = event.trial.plan;
      if (event.kind === 'ended') results.set(id, event.result);
      setting.hear({ kind: 'run', name: names.get(id)!, event });
    },
  });
  if (signal.aborted) return undefined;
  return ready.map(({ trial }) => ended(results.get(trial.plan.id)!));
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

function readyRun(
  { algorithms }: TargetsGround,
  { course, prepared }: TargetTask,
  run: WantedRun,
): ReadyTrial {
  const algorithm = algorithms[run.algorithm];
  if (algorithm === undefined)
    throw new Error(
      `"${run.algorithm}" sets no targets (any more). Those that do: ${Object.keys(algorithms).join(', ')}.`,
    );
  return readyTrial(targetTrial(course, run, algorithm.hash), algorithm, prepared);
}
