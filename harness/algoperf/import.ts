/** AlgoPerf's official logs as our results. What cannot be read is listed, never skipped in silence. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Hyperparameters } from '#spec';
import { trialFolders, type TrialFolder } from './folders.ts';
import { parseLog, type AlgoperfLog } from './log.ts';
import { baseOf, goalOf, type AlgoperfTargets } from './targets.ts';
import { firstHit } from '../record/goal.ts';
import { checkResult } from '../record/check.ts';
import type { Problem } from '../record/problem.ts';
import { schemaVersion, type Outcome, type TrialResult } from '../record/result.ts';
import type { Ruleset } from '../record/rulesets.ts';
import type { TrialPlan } from '../record/plan.ts';

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
  const counted = new Set([...targets.base_workloads, ...targets.held_out_workloads]);
  const from = options.from ?? `AlgoPerf ${targets.benchmark_version} ${basename(resolve(folder))}`;
  const results: TrialResult[] = [];
  const seen = new Set<string>();
  for (const trial of trialFolders(folder, ruleset, problems)) {
    const report = (reason: string): void => {
      problems.push({ path: trial.path, reason });
    };
    const cell = JSON.stringify([trial.submission, trial.workload, trial.study, trial.trial]);
    if (!counted.has(trial.workload)) {
      report(`is of ${trial.workload}, which the targets file does not count.`);
    } else if (seen.has(cell)) {
      report('repeats a trial that another folder holds already.');
    } else {
      seen.add(cell);
      try {
        results.push(readTrial(trial, { targets, ruleset, from }, report));
      } catch (error) {
        report((error as Error).message);
      }
    }
  }
  return { results, problems: problems.map(inside(folder)) };
}

const inside =
  (folder: string) =>
  ({ path, reason }: Problem): Problem => ({ path: relative(folder, path) || '.', reason });

const logName = 'eval_measurements.csv';
type Report = (reason: string) => void;

function readTrial(
  folder: TrialFolder,
  options: Required<ImportOptions>,
  report: Report,
): TrialResult {
  const log = readLog(folder, options.targets, report);
  const { evaluationSeconds, loggingSeconds } = log;
  const plan = planOf(folder, options, log, hyperparametersIn(folder.path, report));
  const result: TrialResult = {
    schema: schemaVersion,
    plan,
    origin: {
      kind: 'imported',
      from: options.from,
      ...(evaluationSeconds === undefined ? {} : { evaluationSeconds }),
      ...(loggingSeconds === undefined ? {} : { loggingSeconds }),
    },
    work: { steps: log.steps, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
    evaluations: log.evaluations,
    outcome: outcomeOf(log, plan),
  };
  const checked = checkResult(result);
  if (!checked.ok) throw new Error(`cannot be imported: it ${checked.reason}`);
  return result;
}

/** A log that started but holds no row counts as a trial that missed, as in the official scorer. */
function readLog(folder: TrialFolder, targets: AlgoperfTargets, report: Report): AlgoperfLog {
  const text = textOf(join(folder.path, logName));
  if (text === undefined) throw new Error(`has no ${logName}.`);
  if (text.trim() === '') {
    report(`has an empty ${logName}; the trial counts as missed.`);
    return { evaluations: [], gaps: 0, diverged: false, seconds: 0, steps: 0 };
  }
  const log = parseLog(text, targets.workloads[folder.workload]!.target_metric_name);
  const { brokenLine, gaps, steps } = log;
  if (brokenLine !== undefined)
    report(`has an ${logName} broken in line ${brokenLine}; the rows before count.`);
  else if (steps === 0)
    report(`has an ${logName} without evaluations; the trial counts as missed.`);
  if (gaps > 0)
    report(`has ${gaps} evaluations without a finite metric amid others; they are left out.`);
  return log;
}

function planOf(
  { submission, workload, study, trial }: TrialFolder,
  { targets, ruleset, from }: Required<ImportOptions>,
  { seconds, steps }: AlgoperfLog,
  hyperparameters: Hyperparameters,
): TrialPlan {
  const target = targets.workloads[workload]!;
  const metric = target.target_metric_name;
  const validation = target.validation_target_value;
  const plan: Omit<TrialPlan, 'id'> = {
    suite: `algoperf-${targets.benchmark_version}`,
    ruleset,
    submission,
    workload,
    base: baseOf(workload, targets),
    study: study + 1,
    trial,
    seed: `study_${study}/trial_${trial}`,
    hyperparameters,
    metric: { name: metric, goal: goalOf(metric) },
    // The targets file gives no test target, and no log tells the budget: what the trial used stands for it.
    target: { validation, test: validation },
    stepHint: target.step_hint,
    until: {
      kind: 'target',
      budget: { steps, stepSeconds: steps === 0 ? 0 : seconds / steps, seconds },
    },
  };
  const text = JSON.stringify({ ...plan, suite: undefined, from });
  return { id: createHash('sha256').update(text).digest('hex').slice(0, 16), ...plan };
}

function outcomeOf(
  { evaluations, seconds, steps, diverged }: AlgoperfLog,
  plan: TrialPlan,
): Outcome {
  const hit = firstHit(evaluations, plan);
  const at = evaluations[hit];
  if (at !== undefined)
    return { status: 'reached', seconds: at.seconds, step: at.step, evaluation: hit };
  if (steps === 0)
    return { status: 'crashed', seconds, reason: 'the log holds no evaluation', stderr: '' };
  return { status: diverged ? 'diverged' : 'missed', seconds, step: steps };
}

/** What was tuned, from `hparams.json`; self-tuning trials have none. */
function hyperparametersIn(folder: string, report: Report): Hyperparameters {
  const text = textOf(join(folder, 'hparams.json'));
  if (text === undefined) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    report('has an unreadable hparams.json; its hyperparameters are left out.');
    return {};
  }
  const entries = Object.entries(parsed ?? {}) as [string, unknown][];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number | string | boolean] => isPlain(entry[1])),
  );
}

/** A file's text; undefined where there is no such file. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const isPlain = (value: unknown): boolean =>
  ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
