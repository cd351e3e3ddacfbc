/** AlgoPerf's official logs as our results. What cannot be read is listed, never skipped in silence. */
import { basename, relative, resolve } from 'node:path';
import { budgetFactor, budgetsOf, type Allowed } from './budgets.ts';
import { trialFolders } from './folders.ts';
import { readTrial, type ReadTrial } from './read-trial.ts';
import type { AlgoperfTargets } from './targets.ts';
import { resultOf } from './trial-result.ts';
import type { Problem } from '../record/problem.ts';
import type { TrialResult } from '../record/result.ts';
import type { Ruleset } from '../record/rulesets.ts';

export interface ImportOptions {
  /** Parsed and checked by `algoperfTargets`. */
  readonly targets: AlgoperfTargets;
  readonly ruleset: Ruleset;
  /** Name of the source in the results; the folder's when left out. */
  readonly from?: string;
}

export interface Imported {
  /** By submission, study, workload and trial. */
  readonly results: readonly TrialResult[];
  /** Paths are relative to the folder. */
  readonly problems: readonly Problem[];
}

/** Reads all trials below `folder`, which holds submissions, teams of submissions, or the rulesets' folders. */
export function importAlgoperf(folder: string, options: ImportOptions): Imported {
  const { targets, ruleset } = options;
  const problems: Problem[] = [];
  const from = options.from ?? `AlgoPerf ${targets.benchmark_version} ${basename(resolve(folder))}`;
  const trials = readTrials(folder, options, problems);
  const factor = budgetFactor(ruleset, targets.benchmark_version);
  const budgets = budgetsOf(trials.map(clocked), factor);
  const someTell = trials.some(({ meta }) => meta.present);
  const results = trials.flatMap((trial) => {
    const { workload } = trial.folder;
    if (someTell && !trial.meta.present) trial.report(missingMeta);
    return attempted(trial.report, () =>
      resultOf(trial, allowedTo(trial, budgets.get(workload)!, factor), {
        targets,
        ruleset,
        from,
      }),
    );
  });
  return { results, problems: problems.map(inside(folder)) };
}

const missingMeta =
  'has no meta_data_0.json, which other trials have; its budget is taken from those.';

const inside =
  (folder: string) =>
  ({ path, reason }: Problem): Problem => ({ path: relative(folder, path) || '.', reason });

/** All that can be read, each cell once. */
function readTrials(
  root: string,
  { targets, ruleset }: ImportOptions,
  problems: Problem[],
): ReadTrial[] {
  const counted = new Set([...targets.base_workloads, ...targets.held_out_workloads]);
  const seen = new Set<string>();
  return trialFolders(root, ruleset, problems).flatMap((folder) => {
    const { path, submission, workload, study, trial } = folder;
    const report = (reason: string): void => {
      problems.push({ path, reason });
    };
    const cell = JSON.stringify([submission, workload, study, trial]);
    if (!counted.has(workload)) {
      report(`is of ${workload}, which the targets file does not count.`);
      return [];
    }
    if (seen.has(cell)) {
      report('repeats a trial that another folder holds already.');
      return [];
    }
    seen.add(cell);
    return attempted(report, () => readTrial(folder, targets, report));
  });
}

/** What was made, or nothing and a report of why. */
function attempted<T>(report: (reason: string) => void, make: () => T): T[] {
  try {
    return [make()];
  } catch (error) {
    report((error as Error).message);
    return [];
  }
}

const clocked = ({ folder, meta, log }: ReadTrial) => ({
  workload: folder.workload,
  budgetSeconds: meta.budgetSeconds,
  ranSeconds: log.seconds,
});

/** A trial's own budget, where its file tells one, or else its workload's. */
function allowedTo(trial: ReadTrial, usual: Allowed, factor: number): Allowed {
  const { budgetSeconds } = trial.meta;
  if (budgetSeconds === undefined) return usual;
  const own = budgetSeconds * factor;
  if (own !== usual.seconds)
    trial.report(
      `was allowed ${own} s, where most trials of ${trial.folder.workload} were allowed ${usual.seconds} s.`,
    );
  return { seconds: own, told: true };
}
