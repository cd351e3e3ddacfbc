/** What `ttr workloads` shows and writes: the table of workloads/README.md and the curves beside each workload, made from the derivations. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { namesOf } from '../prepare/folders.ts';
import { loadWorkload } from '../prepare/workload-facts.ts';
import { modelOf, targetOf } from '../plan/variant.ts';
import { curvesPicture } from '../report/charts/curves-picture.ts';
import { bestCurves } from '../targets/best-curves.ts';
import { readDerivation } from '../targets/derivation-files.ts';
import { parameterCount } from '../targets/parameter-count.ts';
import { withTable, workloadTable, type TableEntry } from '../targets/workload-table.ts';
import type { Project } from '../prepare/project.ts';

/** All workloads and variants, in the order of their names and of the workload. */
async function entries({ root }: Project): Promise<TableEntry[]> {
  const found: TableEntry[] = [];
  for (const base of namesOf(root, 'workload')) {
    const workload = await loadWorkload(root, base);
    for (const variant of [undefined, ...Object.keys(workload.variants)]) {
      found.push({
        base,
        variant: variant ?? 'base',
        metric: workload.metric,
        target: targetOf(workload, variant),
        parameters: parameterCount(modelOf(workload, variant)),
        derivation: readDerivation(root, base, variant ?? 'base'),
      });
    }
  }
  return found;
}

export const workloadsText = async (project: Project): Promise<string> =>
  workloadTable(await entries(project));

/** The files this command writes, by path: README with its table, and a picture for each workload that has curves. */
export async function workloadFiles(project: Project): Promise<Map<string, string>> {
  const all = await entries(project);
  const readme = join(project.root, 'workloads', 'README.md');
  const files = new Map([[readme, withTable(await readFile(readme, 'utf8'), workloadTable(all))]]);
  for (const { base, variant, metric, target, derivation } of all) {
    const curves = derivation === undefined ? [] : bestCurves(derivation);
    if (variant !== 'base' || curves.length === 0) continue;
    const title = `${base}: best run of each algorithm, validation split`;
    const picture = curvesPicture({ title, metric, target: target.validation, curves });
    files.set(join(project.root, 'workloads', base, 'curves.svg'), picture);
  }
  return files;
}

/** Writes them; returns their paths. */
export async function writeWorkloads(project: Project): Promise<string[]> {
  const files = await workloadFiles(project);
  for (const [file, text] of files) await writeFileAtomic(file, text);
  return [...files.keys()];
}
