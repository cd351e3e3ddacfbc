/** `ttr new workload`: writes a workload that runs. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newWorkload as filesOf, withRow } from '../plan/new-workload.ts';
import { namesOf } from '../prepare/folders.ts';
import type { Project } from '../prepare/project.ts';
import type { TtrCommand } from './command.ts';

export const newWorkload: TtrCommand<object, [string]> = {
  usage: 'new workload <name>',
  about: 'write workloads/<name>/, its gradient cases and its row in workloads/README.md',
  examples: ['new workload my_task && ttr data fetch my_task'],
  async act({ project, terminal }, _options, name) {
    for (const path of await createWorkload(project, name)) terminal.print(`Wrote ${path}`);
    terminal.print(`Next: npx ttr trial adamw ${name}`);
  },
};

/** Writes the workload's folder and gradient cases and adds a row to workloads/README.md; gives the paths, from the root. */
export async function createWorkload(
  { root }: Pick<Project, 'root'>,
  name: string,
): Promise<string[]> {
  const files = filesOf(name);
  const taken = ['workloads/' + name, ...Object.keys(files)].find((path) =>
    existsSync(join(root, path)),
  );
  if (taken !== undefined)
    throw new Error(
      `${taken} is there already. Choose a name other than: ${namesOf(root, 'workload').join(', ')}.`,
    );
  const { findWorkload } = await import('../prepare/find-workload.ts');
  const variant = await findWorkload(root, name).catch(() => undefined);
  if (variant !== undefined)
    throw new Error(`"${name}" is a variant of workload "${variant.base}". Choose another name.`);
  const readme = join(root, 'workloads', 'README.md');
  const listed = existsSync(readme) ? withRow(await readFile(readme, 'utf8'), name) : undefined;
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  if (listed === undefined) return Object.keys(files);
  await writeFile(readme, listed);
  return [...Object.keys(files), 'workloads/README.md'];
}
