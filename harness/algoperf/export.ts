/** Our results in AlgoPerf's layout, so that the official Python scorer can score them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ascending } from 'd3-array';
import { officialName, type AlgoperfTargets } from './targets.ts';
import { limitOf } from '../record/plan.ts';
import { resolveResults } from '../record/resolve.ts';
import type { Evaluation, Origin, TrialResult } from '../record/result.ts';

/** The official scorer wants a framework's name; ours has none it knows, and it only strips the suffix. */
const framework = 'jax';

export interface Exported {
  readonly trials: number;
  /** The official scorer's `--submission_directory` and `--workload_targets`. */
  readonly logs: string;
  readonly targets: string;
}

/**
 * Writes <folder>/logs/<submission>/study_<i>/<workload>_jax/trial_<j>/{eval_measurements.csv,hparams.json} and
 * <folder>/workload_targets.json. Results of one source and ruleset only; of several attempts the one that counts.
 */
export async function exportAlgoperf(
  all: readonly TrialResult[],
  folder: string,
): Promise<Exported> {
  const { results } = resolveResults(all);
  const logs = join(folder, 'logs');
  for (const result of results) {
    const { submission, workload, study, trial, hyperparameters } = result.plan;
    const trialFolder = join(
      logs,
      submission,
      `study_${study - 1}`,
      `${workload}_${framework}`,
      `trial_${trial}`,
    );
    await mkdir(trialFolder, { recursive: true });
    await writeFile(join(trialFolder, 'eval_measurements.csv'), measurements(result));
    await writeFile(
      join(trialFolder, 'hparams.json'),
      `${JSON.stringify(hyperparameters, null, 2)}\n`,
    );
  }
  const targets = join(folder, 'workload_targets.json');
  await mkdir(folder, { recursive: true });
  await writeFile(targets, `${JSON.stringify(targetsOf(results), null, 2)}\n`);
  return { trials: results.length, logs, targets };
}

/**
 * One line an evaluation. The official scorer needs `score` (billed seconds) and the metric's column; the totals of
 * evaluation and logging time are spread evenly, for our record holds them for the trial only. What came after the budget
 * reaches nothing, which that scorer does not know, so it is left out.
 */
function measurements({ plan, origin, evaluations: all }: TrialResult): string {
  const limit = limitOf(plan);
  const evaluations = all.filter(({ seconds }) => seconds <= limit);
  const names = [...new Set(evaluations.flatMap(({ metrics }) => Object.keys(metrics)))];
  const extra = names.filter((name) => name !== plan.metric.name).sort(ascending);
  const [evaluation, logging] = secondsBeside(origin);
  const header = [
    'accumulated_eval_time',
    'accumulated_logging_time',
    'accumulated_submission_time',
    'global_step',
    'preemption_count',
    'score',
    'total_duration',
    ...[officialName(plan.metric), ...extra].map((name) => `validation/${name}`),
  ];
  const line = (at: Evaluation, i: number): (number | string)[] => {
    const share = (i + 1) / evaluations.length;
    const [evaluated, logged] = [(evaluation ?? 0) * share, (logging ?? 0) * share];
    const metrics = extra.map((name) => at.metrics[name] ?? '');
    const total = at.seconds + evaluated + logged;
    return [
      evaluated,
      logged,
      at.seconds,
      at.step,
      0,
      at.seconds,
      total,
      at.validation,
      ...metrics,
    ];
  };
  // A log without rows makes the official scorer fail; one without a metric counts as a miss, which it is.
  const lines = evaluations.length > 0 ? evaluations.map(line) : [[0, 0, 0, 0, 0, 0, 0, '']];
  return [header, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

/** Seconds of evaluation and of logging, where they are known. */
function secondsBeside(origin: Origin): [number | undefined, number | undefined] {
  switch (origin.kind) {
    case 'measured':
      return [origin.ledger.evaluation, origin.ledger.logging];
    case 'adopted':
    case 'lost':
      return [undefined, undefined];
    case 'imported':
      return [origin.evaluationSeconds, origin.loggingSeconds];
  }
}

/** The workloads that occur, as a targets file. */
function targetsOf(results: readonly TrialResult[]): AlgoperfTargets {
  const plans = new Map(results.map(({ plan }) => [plan.workload, plan]));
  const sorted = [...plans.values()].sort((a, b) => ascending(a.workload, b.workload));
  return {
    benchmark_version: 'time-to-result',
    base_workloads: sorted.filter((plan) => plan.workload === plan.base).map(({ base }) => base),
    held_out_workloads: sorted
      .filter((plan) => plan.workload !== plan.base)
      .map(({ workload }) => workload),
    workloads: Object.fromEntries(
      sorted.map(({ workload, metric, target, stepHint }) => {
        if (target === undefined)
          throw new Error(
            `Results of ${workload} were run without a target, to set one, and cannot be exported.`,
          );
        const entry = {
          target_metric_name: officialName(metric),
          validation_target_value: target.validation,
          step_hint: stepHint,
        };
        return [workload, entry];
      }),
    ),
  };
}
