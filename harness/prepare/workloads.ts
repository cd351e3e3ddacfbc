/** What the trials of a workload run on: its data in the cache, its programs bundled, the hashes of both. */
import { prepareData, type DataProgress, type PreparedData } from '../data/prepare.ts';
import { bundleProgram, hashWorkload } from './bundle.ts';
import type { Report } from './events.ts';
import type { FoundWorkload } from './find-workload.ts';
import type { Project } from './project.ts';
import { loadWorkload } from './workload-facts.ts';

export interface PreparedWorkload extends FoundWorkload {
  /** SHA-256 of its model, data and options. */
  readonly hash: string;
  readonly data: PreparedData;
  readonly programs: { readonly trainer: string; readonly referee: string };
}

/** Fetches and converts the data of these workloads, where the cache lacks them; by the name of the base workload. */
export async function prepareAllData(
  { root, cache }: Project,
  found: readonly FoundWorkload[],
  report: Report,
): Promise<Map<string, PreparedData>> {
  const prepared = new Map<string, PreparedData>();
  for (const { base } of found) {
    if (prepared.has(base)) continue;
    const { data } = await loadWorkload(root, base);
    const onProgress = (progress: DataProgress): void => {
      report({ kind: 'data', name: data.name, progress });
    };
    prepared.set(base, await prepareData(data, { root: cache, onProgress }));
  }
  return prepared;
}

/** Fetches and bundles what the trials of these workloads lack. */
export async function prepareWorkloads(
  project: Project,
  found: readonly FoundWorkload[],
  report: Report,
): Promise<PreparedWorkload[]> {
  const { root } = project;
  const data = await prepareAllData(project, found, report);
  const bases = [...data.keys()];
  const bundled = await Promise.all(
    bases.map(async (base) => {
      const [trainer, referee, hash] = await Promise.all([
        bundleProgram(root, 'trainer', base),
        bundleProgram(root, 'referee', base),
        hashWorkload(root, base),
      ]);
      return [base, { hash, programs: { trainer: trainer.file, referee: referee.file } }] as const;
    }),
  );
  const byBase = new Map(bundled);
  return found.map((one) => ({ ...one, ...byBase.get(one.base)!, data: data.get(one.base)! }));
}
