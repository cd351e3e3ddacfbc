/** Small logs in AlgoPerf's layout, and what comes of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { TestContext } from 'node:test';
import { algoperfTargets } from '../../../harness/algoperf/targets.ts';
import { importAlgoperf } from '../../../harness/algoperf/import.ts';
import type { Ruleset } from '../../../harness/record/rulesets.ts';

export const targets = algoperfTargets({
  benchmark_version: '0.5',
  base_workloads: ['ogbg', 'wmt'],
  held_out_workloads: ['ogbg_wide'],
  workloads: {
    ogbg: { target_metric_name: 'accuracy', validation_target_value: 0.8, step_hint: 100 },
    ogbg_wide: { target_metric_name: 'accuracy', validation_target_value: 0.7, step_hint: 100 },
    wmt: { target_metric_name: 'loss', validation_target_value: 2, step_hint: 100 },
  },
});

export const header =
  'accumulated_eval_time,accumulated_submission_time,global_step,score,validation/accuracy';
export const log = (...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

/** A file that AlgoPerf's harness writes at the start of a trial, with other fields that we do not read. */
export const metaData = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    'workload.max_allowed_runtime_sec': 100,
    'workload.num_train_examples': 350343,
    'gpu.0.mem.util': 0.02,
    os_platform: 'Linux-5.10.0-x86_64-with-glibc2.31',
    git_commit_hash: 'a'.repeat(40),
    cpu_model_name: 'Example CPU',
    cpu_count: 96,
    gpu_model_name: 'Example GPU',
    gpu_count: 8,
    gpu_driver: '535.104.05',
    rng_seed: -1236604812,
    ...fields,
  });

/** Writes files by their paths and imports them; `more` makes what no text can be. */
export async function importedFiles(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  {
    ruleset = 'external',
    more,
  }: { ruleset?: Ruleset; more?: (root: string) => Promise<void> } = {},
) {
  const root = await mkdtemp(join(tmpdir(), 'ttr-import-'));
  t.after(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await more?.(root);
  const { results, problems } = importAlgoperf(root, { targets, ruleset, from: 'test' });
  const listed = problems.map(({ path, reason }) => [path.split(sep).join('/'), reason]);
  return { root, results, problems: listed };
}
