/** Workloads whose data lie in the cache; benchmarks fetch nothing. */
import type { Dataset, SplitName } from '#spec';
import { openProject } from '../prepare/project.ts';
import { findPrepared } from '../data/prepare.ts';
import { openSplit } from '../data/split.ts';
import { loadWorkload, namesOf, type FoundWorkload } from '../prepare/folders.ts';

export interface PreparedWorkload extends FoundWorkload {
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
    namesOf(root, 'workload').map((name) => loadWorkload(root, name)),
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
