import { findWorkload, namesOf, type FoundWorkload } from '../prepare/folders.ts';
import type { Session } from './command.ts';

/** The workloads of these names; all there are when none is given. */
export const namedWorkloads = (
  { project: { root } }: Session,
  names: readonly string[],
): Promise<FoundWorkload[]> =>
  Promise.all(
    (names.length > 0 ? names : namesOf(root, 'workload')).map((name) => findWorkload(root, name)),
  );
