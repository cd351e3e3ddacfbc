/** `ttr new submission`: writes a submission that runs. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSubmission as textOf } from '../plan/new-submission.ts';
import { namesOf } from '../prepare/folders.ts';
import type { Project } from '../prepare/project.ts';
import type { TtrCommand } from './command.ts';

export const newSubmission: TtrCommand<object, [string]> = {
  usage: 'new submission <name>',
  about: 'write submissions/<name>/submission.ts',
  examples: ['new submission my_method && ttr check my_method'],
  async act({ project, terminal }, _options, name) {
    const file = await create(project, name);
    terminal.print(`Wrote ${file}. Next: npx ttr check ${name}`);
  },
};

/** Writes the file and returns its path. */
async function create({ root }: Project, name: string): Promise<string> {
  const folder = join(root, 'submissions', name);
  const text = textOf(name);
  if (existsSync(folder)) {
    throw new Error(
      `submissions/${name} is there already. Taken names: ${namesOf(root, 'submission').join(', ')}.`,
    );
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'submission.ts');
  await writeFile(file, text, { flag: 'wx' });
  return file;
}
