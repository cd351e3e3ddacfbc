/** Sets targets by AlgoPerf's procedure and keeps every run that led to them. */
import { allFacts } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import { algorithms } from './algorithms.ts';
import { derivationVersion, type Candidate, type Derivation } from './derivation.ts';
import { keepDerivation, readDerivation } from './derivation-files.ts';
import { searchCandidates, searchRuns, seedRuns } from './plan-runs.ts';
import { runRecord } from './run-record.ts';
import { targetOfRuns, winnerOf } from './target-of-runs.ts';
import type { Project } from '../prepare/project.ts';
import type { TargetsSession } from './events.ts';
import type { TargetsGround, TargetsRequest, TargetTask } from './ground.ts';
import { runAll, type Setting } from './runs.ts';

const spaces = Object.fromEntries(
  Object.entries(algorithms).map(([name, { space }]) => [name, space!]),
);

/** The candidates of a task: the winner of another variant first, then points of each algorithm's space. */
function candidatesOf(
  project: Project,
  { course, variant }: TargetTask,
  request: TargetsRequest,
): Candidate[] {
  const { from, trials } = request;
  const searched = searchCandidates(spaces, trials);
  if (from === undefined || from === variant) return searched;
  const derivation = readDerivation(project.root, course.base, from);
  if (derivation === undefined)
    throw new Error(`It was to start from the winner of "${from}", whose target was not set.`);
  return [derivation.winner, ...searched];
}

/** Sets one target; undefined when aborted. */
async function setTarget(setting: Setting, task: TargetTask): Promise<Derivation | undefined> {
  const { project, request, hear } = setting;
  const { course, variant } = task;
  const { id, base, workload } = course;
  const { goal } = workload.metric;
  const candidates = candidatesOf(project, task, request);
  const search = await runAll(setting, task, searchRuns(id, candidates, request), request.seeds);
  if (search === undefined) return undefined;
  const searched = search.map((result) => runRecord('search', result));
  const best = searched.length === 0 ? candidates[0] : winnerOf(searched, goal);
  if (best === undefined)
    throw new Error(
      `All ${search.length} runs of the search diverged before an evaluation. Try more points: --trials.`,
    );
  const winner: Candidate = { algorithm: best.algorithm, hyperparameters: best.hyperparameters };
  const repeats = await runAll(setting, task, seedRuns(id, winner, request), 0);
  if (repeats === undefined) return undefined;
  const derivation = derive(setting, task, winner, { search, repeats });
  const file = await keepDerivation(project.root, base, variant, derivation);
  hear({ kind: 'set', derivation, file });
  return derivation;
}

/** The target that these runs set, with all that led to it. */
function derive(
  { request, ground }: Setting,
  { course, variant, facts }: TargetTask,
  winner: Candidate,
  { search, repeats }: Readonly<Record<'search' | 'repeats', readonly TrialResult[]>>,
): Derivation {
  const { metric } = course.workload;
  const seedRecords = repeats.map((result) => runRecord('seeds', result));
  const found = targetOfRuns(seedRecords, metric.goal);
  if (found === undefined)
    throw new Error(
      `Half of the ${repeats.length} repetitions of the winner diverged before an evaluation. Try more points: --trials.`,
    );
  const { validation, test, hits } = found;
  const { trials, seeds, seed, from } = request;
  const hashes: Record<string, string> = {};
  const machines: Record<string, Derivation['machines'][string]> = {};
  for (const { plan, origin } of [...search, ...repeats]) {
    if (origin.kind !== 'measured') continue;
    hashes[plan.submission] = origin.hashes.submission;
    machines[origin.machine.fingerprint] = allFacts(origin.machine);
  }
  return {
    schema: derivationVersion,
    workload: course.id,
    metric,
    target: { validation, test, stepHint: course.stepHint },
    winner,
    hits,
    procedure: {
      trials,
      seeds,
      seed,
      ...(from === undefined || from === variant ? {} : { from }),
    },
    task: facts,
    hashes: { task: course.hashes.workload, data: course.hashes.data, algorithms: hashes },
    engine: ground.host.engine,
    machines,
    runs: [...search.map((result) => runRecord('search', result)), ...seedRecords],
  };
}

/** A target in one line. */
export const targetText = ({
  workload,
  metric,
  target,
  winner,
  hits,
  procedure,
}: Derivation): string =>
  `${workload}: ${metric.name} ${target.validation} (test ${target.test}) in ${target.stepHint} steps, by ${winner.algorithm} ${JSON.stringify(winner.hyperparameters)}, ${hits} of ${procedure.seeds} seeds`;

/**
 * Sets the targets one after the other; each is kept when it is done. One that fails does not keep the others from being
 * set: what failed is told in one error at the end.
 */
export async function setTargets(
  project: Project,
  request: TargetsRequest,
  ground: TargetsGround,
  session: TargetsSession,
): Promise<Derivation[]> {
  const { signal, hear } = session;
  const derivations: Derivation[] = [];
  const failures: string[] = [];
  for (const task of ground.tasks) {
    if (signal.aborted) break;
    try {
      const derivation = await setTarget({ ...session, project, request, ground }, task);
      if (derivation !== undefined) derivations.push(derivation);
    } catch (error) {
      const { id: workload } = task.course;
      const reason = (error as Error).message;
      hear({ kind: 'failed', workload, reason });
      failures.push(`${workload}: ${reason}`);
    }
  }
  if (failures.length > 0)
    throw new Error(
      `${failures.length} of ${ground.tasks.length} targets not set:\n  ${failures.join('\n  ')}`,
    );
  return derivations;
}
