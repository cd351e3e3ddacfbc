/** Workloads whose data lie in the cache; benchmarks fetch nothing. */
import type { Dataset, SplitName, Workload } from '#spec';
import { openProject } from '../prepare/project.ts';
import { findPrepared } from '../data/prepare.ts';
import { openSplit } from '../data/split.ts';
import { namesOf } from '../prepare/folders.ts';
import { loadWorkload } from '../prepare/workload-facts.ts';

export interface PreparedWorkload {
  readonly id: string;
  readonly base: string;
  readonly workload: Workload;
  readonly files: Readonly<Record<SplitName, string>>;
  /** Opens the training split. */
  readonly train: () => Dataset;
}

export interface PreparedWorkloads {
  readonly ready: readonly PreparedWorkload[];
  /** Names of those without data. */
  readonly missing: readonly string[];
}

/** All workload folders, parted by whether their data are there. */
export async function preparedWorkloads(): Promise<PreparedWorkloads> {
  const { root, cache } = openProject();
  const found = await Promise.all(
    namesOf(root, 'workload').map(async (name) => ({
      id: name,
      base: name,
      workload: await loadWorkload(root, name),
    })),
  );
  const ready: PreparedWorkload[] = [];
  const missing: string[] = [];
  for (const one of found) {
    const prepared = findPrepared(one.workload.data, cache);
    if (prepared === undefined) missing.push(one.id);
    else {
      const { files } = prepared;
      ready.push({ ...one, files, train: () => openSplit(one.workload.data, files.train) });
    }
  }
  return { ready, missing };
}
