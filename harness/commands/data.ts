/** `ttr data list|fetch|verify`: the workloads' data in the cache. */
import { describeData, verifyData } from '../data/verify.ts';
import { loadWorkload, namesOf, type FoundWorkload } from '../prepare/folders.ts';
import { prepareAll } from './lay-out-courses.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

const findAll = (project: Project, names: readonly string[]): Promise<FoundWorkload[]> =>
  Promise.all(
    (names.length > 0 ? names : namesOf(project.root, 'workload')).map((name) =>
      loadWorkload(project.root, name),
    ),
  );

/** What the workloads' data are and whether they are there. */
export async function listData(project: Project, names: readonly string[]) {
  const found = await findAll(project, names);
  return found.map(({ base, workload }) => ({
    workload: base,
    ...describeData(workload.data, project.cache),
  }));
}

/** Fetches and converts what is missing. */
export async function fetchData(project: Project, names: readonly string[], terminal: Terminal) {
  const prepared = await prepareAll(project, await findAll(project, names), terminal);
  return [...prepared].map(([workload, { folder, hash, examples }]) => ({
    workload,
    folder,
    hash,
    examples,
  }));
}

/** Reads all files again and compares hashes. Throws when one is damaged. */
export async function verifyAllData(project: Project, names: readonly string[]) {
  const found = await findAll(project, names);
  const verified = await Promise.all(
    found.map(async ({ base, workload }) => ({
      workload: base,
      ...(await verifyData(workload.data, project.cache)),
    })),
  );
  const damaged = verified.filter(({ status }) => status === 'damaged');
  if (damaged.length > 0) {
    throw new Error(
      damaged
        .map((one) => `${one.workload} is damaged: ${'advice' in one ? one.advice : ''}`)
        .join('\n'),
    );
  }
  return verified;
}
