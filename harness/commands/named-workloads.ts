import type { FoundWorkload } from '../prepare/find-workload.ts';
import { namesOf } from '../prepare/folders.ts';
import type { Session } from './command.ts';

/** The workloads of these names; all there are when none is given. */
export async function namedWorkloads(
  { project: { root } }: Session,
  names: readonly string[],
): Promise<FoundWorkload[]> {
  const { findWorkload } = await import('../prepare/find-workload.ts');
  const wanted = names.length > 0 ? names : namesOf(root, 'workload');
  return Promise.all(wanted.map((name) => findWorkload(root, name)));
}
