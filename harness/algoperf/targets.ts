/** AlgoPerf's `workload_targets.json`: which workloads count, and what each must reach. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Goal } from '#spec';

export interface AlgoperfTargets {
  readonly benchmark_version: string;
  readonly base_workloads: readonly string[];
  readonly held_out_workloads: readonly string[];
  readonly workloads: Readonly<Record<string, AlgoperfTarget>>;
}

export interface AlgoperfTarget {
  readonly target_metric_name: string;
  readonly validation_target_value: number;
  readonly step_hint: number;
}

const names = { type: 'array', items: { type: 'string' }, uniqueItems: true };
const isTargets = new Ajv2020().compile<AlgoperfTargets>({
  type: 'object',
  required: ['benchmark_version', 'base_workloads', 'held_out_workloads', 'workloads'],
  properties: {
    benchmark_version: { type: 'string' },
    base_workloads: names,
    held_out_workloads: names,
    workloads: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['target_metric_name', 'validation_target_value', 'step_hint'],
        properties: {
          target_metric_name: { type: 'string' },
          validation_target_value: { type: 'number' },
          step_hint: { type: 'number', exclusiveMinimum: 0 },
        },
      },
    },
  },
});

/** Checks a parsed targets file; throws with the first fault. */
export function algoperfTargets(value: unknown): AlgoperfTargets {
  if (!isTargets(value)) {
    const fault = isTargets.errors?.[0];
    throw new Error(`This is no workload_targets file: ${fault?.instancePath} ${fault?.message}.`);
  }
  const counted = [...value.base_workloads, ...value.held_out_workloads];
  const missing = counted.filter((name) => value.workloads[name] === undefined);
  if (missing.length === 0) return value;
  throw new Error(`The workload_targets file counts ${missing.join(', ')} but gives no target.`);
}

/** Metrics by the direction in which the official scorer reads them. */
const metrics: Readonly<Record<Goal, readonly string[]>> = {
  minimize: ['ce_loss', 'error_rate', 'ctc_loss', 'wer', 'l1_loss', 'loss', 'ppl'],
  maximize: ['mean_average_precision', 'ssim', 'accuracy', 'bleu'],
};

/** Direction of a metric of AlgoPerf, or of one that `officialName` made. */
export function goalOf(metric: string): Goal {
  if (metrics.maximize.includes(metric) || metric.startsWith('accuracy_')) return 'maximize';
  if (metrics.minimize.includes(metric) || metric.startsWith('error_rate_')) return 'minimize';
  const known = [...metrics.maximize, ...metrics.minimize].join(', ');
  throw new Error(`AlgoPerf has no metric "${metric}". It knows: ${known}.`);
}

/** A name under which the official scorer reads a metric in the right direction: it goes by how names begin. */
export function officialName({
  name,
  goal,
}: {
  readonly name: string;
  readonly goal: Goal;
}): string {
  if (metrics[goal].includes(name)) return name;
  return goal === 'minimize' ? `error_rate_${name}` : `accuracy_${name}`;
}

/** The base workload that a held-out variant belongs to: the longest base name it starts with. */
export const baseOf = (workload: string, { base_workloads }: AlgoperfTargets): string =>
  [...base_workloads]
    .sort((a, b) => b.length - a.length)
    .find((base) => workload === base || workload.startsWith(`${base}_`)) ?? workload;
