/** Finds workloads and variants by name. */
import { checkTargets } from '../plan/check-targets.ts';
import { idsOf } from '../plan/variant.ts';
import type { WorkloadFacts } from '../plan/workload-facts.ts';
import { namesOf, unknown } from './folders.ts';
import { workloadFacts } from './workload-facts.ts';

/** A workload with its variant's name, and what it says of itself; found by `image_resnet` or `image_resnet_gelu`. */
export interface FoundWorkload {
  readonly id: string;
  readonly base: string;
  readonly workload: WorkloadFacts;
}

/** The workload or variant of that name. */
export async function findWorkload(root: string, id: string): Promise<FoundWorkload> {
  const bases = namesOf(root, 'workload');
  for (const base of bases) {
    if (id !== base && !id.startsWith(`${base}_`)) continue;
    const workload = await workloadFacts(root, base);
    if (!idsOf(base, workload).includes(id)) continue;
    checkTargets(base, workload.targets);
    return { id, base, workload };
  }
  const base = bases.find((name) => id.startsWith(`${name}_`));
  if (base === undefined) throw unknown('workload', id, bases);
  const { variants } = await workloadFacts(root, base);
  throw new Error(
    `Workload "${base}" has no variant "${id.slice(base.length + 1)}". Choose one of: ${Object.keys(variants).join(', ')}.`,
  );
}
