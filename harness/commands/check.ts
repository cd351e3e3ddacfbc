/** `ttr check NAME` and `ttr new submission NAME`. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSubmission } from '../plan/check-submission.ts';
import { loadSubmission, loadWorkload, namesOf, suitesOf } from '../prepare/folders.ts';
import { newSubmission } from '../plan/new-submission.ts';
import { bundleSubmission } from '../prepare/bundle.ts';
import { outcomeText } from './progress.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';
import { trial } from './trial.ts';

/** Problems of one submission: its imports, its shape, and a one-second trial of the smoke suite. Throws with all of them. */
export async function check(
  project: Project,
  name: string,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const problems: string[] = [];
  const noted = (error: unknown): void => void problems.push((error as Error).message);
  await bundleSubmission(project.root, name).catch(noted);
  const value = await loadSubmission(project.root, name).catch(noted);
  if (value !== undefined) problems.push(...checkSubmission(value));
  if (problems.length === 0) {
    for (const workload of suitesOf(project.root)['smoke']?.workloads ?? []) {
      await loadWorkload(project.root, workload);
      const { outcome, evaluations } = await trial(
        project,
        { submission: name, workload, engine: 'wasm', study: 1, trial: 1, seed: '1' },
        signal,
        terminal,
      );
      if (
        outcome.status === 'crashed' ||
        outcome.status === 'killed' ||
        outcome.status === 'diverged'
      ) {
        problems.push(`On ${workload} it ${outcomeText(outcome)}`);
      } else {
        terminal.note(
          `${workload}: ${outcomeText(outcome)} after ${evaluations.length} evaluations`,
        );
      }
    }
  }
  if (problems.length > 0)
    throw new Error(
      `Submission "${name}" is not in order:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
}

/** Writes a submission that runs; returns the file's path. */
export async function create(project: Project, name: string): Promise<string> {
  const folder = join(project.root, 'submissions', name);
  const text = newSubmission(name);
  if (existsSync(folder)) {
    throw new Error(
      `submissions/${name} is there already. Taken names: ${namesOf(project.root, 'submission').join(', ')}.`,
    );
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'submission.ts');
  await writeFile(file, text, { flag: 'wx' });
  return file;
}
